"""What one cell says: dates, percentages, texts."""
