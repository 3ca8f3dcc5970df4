"""Who is told of what: rows of a record in, rows for persons out, a constant number of statements for a batch."""
