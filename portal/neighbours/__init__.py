"""Windows of other countries: what is released towards one is told it, and what one tells is kept as pre-arrival information."""
