"""Tests of the messages of the transit system."""
