"""People, the companies they belong to, and what lets them in."""
