"""Answers, quotations and lists as Telegram messages."""
