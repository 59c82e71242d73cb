"""A file of any format becomes grids of text: each reader hands over the same."""
