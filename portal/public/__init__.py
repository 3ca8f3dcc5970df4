"""What anybody may use: tracking by code, checking a release note, how the service is, asking a question."""
