"""A strict Bot API server for the loopback, with people in it.

It exists because the bot must be tested as a person would see it, over HTTP, against something
that refuses what Telegram refuses and fails as networks fail.
"""
