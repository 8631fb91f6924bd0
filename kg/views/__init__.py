"""What people look at: pages, pictures and tables made from the graph."""
