"""Which column of a matrix is which field, by its heading and by what stands below."""
