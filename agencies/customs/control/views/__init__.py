"""Pages of the control centre: the wall, one movement, what is done about it, the shift."""
