"""Settings of the routing tests."""

from hypothesis import settings

# A shared machine may be slow for a moment; what is true of every rulebook is no question of milliseconds.
settings.register_profile("routing", deadline=None, max_examples=60)
settings.load_profile("routing")
