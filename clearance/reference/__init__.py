"""Official code lists and registers, loaded from files; every version is kept, so that old declarations stay readable."""
