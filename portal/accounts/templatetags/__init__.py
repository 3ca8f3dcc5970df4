"""What pages of people need in templates."""
