"""What of a passage answers: the reader, candidate sentences, term weights."""
