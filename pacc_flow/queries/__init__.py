"""Read-only selects for pages, exports and the API."""
