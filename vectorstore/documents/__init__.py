"""From a file to passages with keys."""
