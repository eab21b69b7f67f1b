"""The prompt of `yinju chat`: line editing and history on a terminal, plain lines otherwise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path


def questions(folder: Path) -> Iterator[str]:
    """The lines that a person types, until the end of input or Ctrl-D."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield from (line.rstrip("\n") for line in sys.stdin)
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory

    from bot.cli.conversation import COMMANDS

    folder.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(
        "❯ ",
        history=FileHistory(str(folder / "chat_history")),
        completer=WordCompleter(list(COMMANDS), sentence=True),
        complete_while_typing=False,
    )
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
