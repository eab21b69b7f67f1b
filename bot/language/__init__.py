"""Everything that is knowledge of Chinese or English, each piece in one place."""
