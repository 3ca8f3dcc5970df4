"""Template tags of customs' own pages."""
