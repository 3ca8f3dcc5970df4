"""The control centre: every movement seen, only what is abnormal called, every intervention with a reason."""
