"""`python -m bot` is the `yinju` command."""

from bot.cli.app import run

if __name__ == "__main__":
    run()
