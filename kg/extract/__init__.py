"""Reading text: an article in, evidences out. No RDF here."""
