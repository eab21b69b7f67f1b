"""`yinju telegram`: the bot, by long polling or by webhook."""

from __future__ import annotations

import os
import signal
from typing import Annotated

import typer

from bot.cli import context as cli_context


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(telegram)


@cli_context.guarded
def telegram(
    webhook: Annotated[
        bool,
        typer.Option("--webhook"),
    ] = False,
) -> None:
    """Run the Telegram bot."""
    raise typer.Exit(start(webhook))


def start(webhook: bool = False) -> int:
    """Start the bot and serve until a signal; returns the exit code."""
    from bot.messages.telegram import say
    from bot.settings import load_telegram_settings

    settings = cli_context.settings()
    telegram = load_telegram_settings()
    if problem := telegram.problem(webhook):
        cli_context.say(say(problem, settings.language))
        return cli_context.ERROR
    from filelock import FileLock, Timeout

    from bot.telegram.assembly import telegram_folder
    from bot.telegram.transport.log import start_logging

    # Whatever the bot and its child processes write is its user's alone.
    os.umask(0o077)
    folder = telegram_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "bot.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        cli_context.say(say("telegram-busy", settings.language, folder=folder))
        return cli_context.ERROR

    def stopped(*_: object) -> None:
        cli_context.say(say("telegram-stopped", settings.language))
        raise SystemExit(cli_context.ANSWERED)

    # What follows loads for seconds before the bot itself listens to signals.
    signal.signal(signal.SIGTERM, stopped)
    cli_context.say(say("telegram-starting", settings.language))
    try:
        from bot.telegram.run import run_bot

        start_logging(telegram.token.get_secret_value(), telegram.log_level)
        return run_bot(settings, telegram, webhook)
    finally:
        lock.release()
