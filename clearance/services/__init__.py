"""The acts of people: each locks, checks, writes and records in one transaction."""
