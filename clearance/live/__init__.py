"""Live updates: a stream that says only that something changed, served by a process of its own (`portal.asgi`)."""
