"""Passwords of tests: hashed as in production, at the least cost there is, for hundreds of them are checked in a run."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 that takes a thousandth of the time."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
