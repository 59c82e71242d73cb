"""Where the matrix is in a grid, and which column is which."""
