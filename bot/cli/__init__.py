"""The `yinju` command, one module a command."""
