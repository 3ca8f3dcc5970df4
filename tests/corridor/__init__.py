"""Transit: guarantees, movements, their time limits and what is done when they are late."""
