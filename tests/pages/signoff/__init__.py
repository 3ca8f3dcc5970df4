"""Tests of the sign-off page, by what an officer does on it."""
