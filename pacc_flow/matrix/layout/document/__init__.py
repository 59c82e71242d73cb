"""What a document says of itself around its matrix: whose it is, of which year, and at which cut."""
