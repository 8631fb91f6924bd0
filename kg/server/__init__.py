"""The server: SPARQL endpoint, explorer and trace pages over a store, safe for strangers."""
