"""Answers, citations, quotations and documents as JSON, for the command line and for programs."""
