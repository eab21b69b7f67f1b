"""Tests of the servers for other programs."""
