"""`python -m bot` is the `yinju` command."""

import signal


def main() -> None:
    """Run the command line; Ctrl-C while its modules load or its process ends is quiet, too."""
    before = signal.getsignal(signal.SIGINT)
    heard = before is signal.default_int_handler  # a shell may have told it to ignore Ctrl-C
    if heard:
        # The system ends the process at once; Python would print where its imports were.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot.cli.app import run

    signal.signal(signal.SIGINT, before)
    try:
        run()
    finally:
        if heard:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
