"""Pages of notices: the inbox, what a person is told of, a company's webhooks."""
