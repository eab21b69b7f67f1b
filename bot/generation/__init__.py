"""Answers written by a chat model from the evidence that it is given."""
