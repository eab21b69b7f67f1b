"""The result of an evaluation as a table, JSON, a page and plots."""
