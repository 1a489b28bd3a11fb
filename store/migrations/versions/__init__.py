"""One module for each migration, never changed once released."""
