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
    from prompt_toolkit.output import create_output

    from bot.cli.conversation import COMMANDS

    folder.mkdir(parents=True, exist_ok=True)
    output = create_output()
    # One line needs no question about the cursor's place; terminals that leave it unanswered get a warning in English.
    if hasattr(output, "enable_cpr"):
        output.enable_cpr = False
    session: PromptSession[str] = PromptSession(
        "❯ ",
        output=output,
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
