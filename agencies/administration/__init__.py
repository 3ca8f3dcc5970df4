"""Pages of an agency's administrators: what waits, people, offices, deadlines, reasons, places."""
