"""Answers that are kept on this machine, and what people thought of them."""
