"""Checks that a sentence says no more than the passages that it cites."""
