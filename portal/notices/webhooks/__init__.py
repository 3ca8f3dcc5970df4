"""Webhooks: events posted to a company's own program, signed, tried again, and never into a private network."""
