"""The demo: people, papers and a few days of declarations, so that a newcomer meets a portal at work."""
