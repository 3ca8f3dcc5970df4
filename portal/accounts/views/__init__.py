"""Pages of people: own settings and tokens, the company and its delegations."""
