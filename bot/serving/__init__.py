"""The documents for other programs: over HTTP with a page of its own, and as an MCP server."""
