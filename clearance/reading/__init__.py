"""Questions of the pages to the database: lists, a case, a queue; each in a constant number of statements."""
