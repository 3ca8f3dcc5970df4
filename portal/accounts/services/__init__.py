"""Acts of people on identities: companies, delegations, tokens, settings. Each runs inside `acting_as`."""
