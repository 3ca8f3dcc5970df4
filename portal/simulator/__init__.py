"""Trucks and trains of the demo: they report, drive and arrive through the same addresses as real ones."""
