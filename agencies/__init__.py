"""Agencies in general: offices, grants and calendars; each agency's own matters live in its folder."""
