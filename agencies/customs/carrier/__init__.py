"""Carriers and drivers without an account: a link to one movement, and the page it opens."""
