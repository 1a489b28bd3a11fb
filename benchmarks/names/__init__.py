"""Names: is each resolved to the right entity, and asked about when it cannot be told."""
