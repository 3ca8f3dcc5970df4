"""The API: JSON and XML over the same services as the pages (`docs`: /api/v1/docs)."""
