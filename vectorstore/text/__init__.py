"""Forms of a text used for matching only, sentences and numbering."""
