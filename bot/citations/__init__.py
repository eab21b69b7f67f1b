"""Looking citations up: from a key to its passage, from a quotation to where it stands."""
