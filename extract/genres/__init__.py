"""What each genre of document states beyond its tables and quantities."""
