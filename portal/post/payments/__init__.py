"""Paying online: what a provider of payments must do, one that only tests, and what is kept of each attempt."""
