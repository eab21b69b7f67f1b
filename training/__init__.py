"""Trains, exports and evaluates the extractive reader; needs the `[train]` extra."""
