"""Understanding the question: its kind, parts, amounts, follow-ups, spelling."""
