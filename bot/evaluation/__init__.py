"""Question sets played and measured."""
