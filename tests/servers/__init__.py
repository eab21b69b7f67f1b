"""Tests against real servers, started on this machine's loopback."""
