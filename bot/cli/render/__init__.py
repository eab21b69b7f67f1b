"""What the command line shows: pure functions from values to text."""
