"""`yinju chat`: a conversation at the command line."""

from __future__ import annotations

import sys
from functools import cache
from typing import Annotated

import typer

from bot.cli import context as cli
from bot.library import build_asker, build_searcher, load_reader


def register(app: typer.Typer) -> None:
    """Add this module's command to the app."""
    app.command("chat")(chat)


@cli.guarded
def chat(
    model: Annotated[str | None, typer.Option("-m", "--model", metavar="MODEL")] = None,
    follow: Annotated[bool, typer.Option("-c", "--continue")] = False,
    session: Annotated[str | None, typer.Option("--session", metavar="NAME")] = None,
    keys: Annotated[bool, typer.Option("--keys")] = False,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> None:
    """Hold a conversation with follow-up questions."""
    from bot.cli.conversation import Conversation
    from bot.cli.prompt_line import questions
    from bot.cli.sessions import chat_settings, chosen_session
    from bot.cli.suggested import Suggested
    from bot.cli.waiting import wait_for_the_cancelled
    from bot.questions.suggestions import Suggestions

    found = cli.settings()
    chosen = chat_settings(model)
    talk = chosen_session(found, follow, session)
    with cli.library(found, ingest_first=True) as library:
        # What looks for questions to suggest asks no chat model, and shares all that is loaded.
        reader, searcher = cache(lambda: load_reader(found.reranker_model)), build_searcher(library)
        asker = build_asker(library, chat=chosen, reader=reader, searcher=searcher)
        plainly = build_asker(library, chat=chat_settings("none"), reader=reader, searcher=searcher)
        suggested = Suggested(library, plainly, Suggestions(found.data_dir), sys.stdin.isatty())
        conversation = Conversation(library, asker, talk, found, cli.colour(plain), keys, suggested=suggested)
        cli.result(conversation.welcome())
        try:
            for line in questions(found.data_dir):
                reply = conversation.answer(line)
                if reply is None:
                    break
                cli.result(reply)
        finally:
            suggested.stop()
        wait_for_the_cancelled()
