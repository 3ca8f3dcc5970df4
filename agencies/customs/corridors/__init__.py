"""Corridors, control zones and rest places: where goods in transit are meant to be."""
