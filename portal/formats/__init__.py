"""How dates and numbers are written in each language: day before month, 24 hours, thin groups of digits."""
