"""How dates and numbers are written in each language: day before month, 24 hours, digits in groups of three."""
