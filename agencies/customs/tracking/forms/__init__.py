"""The forms in which devices speak: each file reads one of them. Pure."""
