"""`yinju log` and `yinju export`: what was asked and answered before."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from bot.answer_log.log import Entry, open_log, open_votes
from bot.answer_log.votes import Vote
from bot.cli import context as cli
from bot.cli.usage_errors import WrongUsage
from bot.errors import BadInput, NothingKept, os_reason
from bot.messages.answer_log import say
from bot.messages.safe_text import json_text, safe
from bot.settings import Settings

#: How files of Markdown are called.
_MARKDOWN_NAMES = {"", ".md", ".markdown", ".txt"}


class Votes(StrEnum):
    """Which votes of a chat are meant."""

    GOOD = "good"
    BAD = "bad"
    EVERY = "all"

    @property
    def good(self) -> bool | None:
        """As the log of votes asks for them."""
        return None if self is Votes.EVERY else self is Votes.GOOD


class Format(StrEnum):
    """What answers are written as."""

    MARKDOWN = "md"
    WORD = "docx"


def register(app: typer.Typer) -> None:
    """Add this module's commands to the app."""
    app.command("log")(log)
    app.command("export")(export)


@cli.guarded
def log(
    query: Annotated[str, typer.Option("-q", "--query", metavar="WORDS")] = "",
    number: Annotated[int, typer.Option("-n", "--number", min=1, max=100000)] = 10,
    session: Annotated[
        Optional[str],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option("--session", metavar="NAME"),
    ] = None,
    votes: Annotated[Optional[Votes], typer.Option("--votes")] = None,  # noqa: UP045
    as_json: Annotated[bool, typer.Option("--json")] = False,
    clear: Annotated[bool, typer.Option("--clear")] = False,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> None:
    """Look through the answer log."""
    from bot.cli.render.log import render_log, render_votes, votes_line

    found = cli.settings()
    words = query.split()
    voted = open_votes(found)
    if votes is not None:
        _excluding(("--votes", True), ("--session", session is not None))
        if clear:
            cli.say(say("cleared", found.language, count=voted.clear(votes.good, words)))
            return
        listed = voted.latest(number, votes.good, words)[::-1]
        if as_json:
            cli.result(json_text([_vote_json(one) for one in listed], indent=2))
        else:
            cli.result(render_votes(listed, found.language, cli.colour(plain)))
        return
    kept = open_log(found)
    if clear:
        cli.say(say("cleared", found.language, count=kept.clear(words, session)))
        return
    entries = kept.entries(words, session, number)
    if as_json:
        rows = [
            {"number": one.number, "session": one.session, "at": one.at, **asdict(one.answer)}
            for one in entries
        ]
        cli.result(json_text(rows, indent=2))
    else:
        cli.result(render_log(entries, found.language, cli.colour(plain)))
        if not words and session is None and (counts := voted.counts()) != (0, 0):
            cli.result(votes_line(*counts, found.language))


def _vote_json(vote: Vote) -> dict[str, object]:
    row = asdict(vote.answer)
    return {
        "vote": (Votes.GOOD if vote.good else Votes.BAD).value,
        "chat": vote.chat,
        "user": vote.user,
        "at": vote.at,
        **row,
    }


def _excluding(*choices: tuple[str, bool]) -> None:
    """Of options that exclude each other at most one may be given."""
    chosen = [name for name, given in choices if given]
    if len(chosen) > 1:
        raise WrongUsage("both", one=chosen[0], other=chosen[1])


@cli.guarded
def export(
    number: Annotated[Optional[int], typer.Argument(min=1)] = None,  # noqa: UP045
    session: Annotated[Optional[str], typer.Option("--session", metavar="NAME")] = None,  # noqa: UP045
    everything: Annotated[bool, typer.Option("--all")] = False,
    votes: Annotated[Optional[Votes], typer.Option("--votes")] = None,  # noqa: UP045
    form: Annotated[Optional[Format], typer.Option("--format")] = None,  # noqa: UP045
    output: Annotated[Optional[Path], typer.Option("-o", "--output")] = None,  # noqa: UP045
) -> None:
    """Write kept answers for a report."""
    from bot.cli.render.exported import markdown, sections

    found = cli.settings()
    _excluding(
        ("NUMBER", number is not None),
        ("--session", session is not None),
        ("--all", everything),
        ("--votes", votes is not None),
    )
    form = form or _by_name(output)
    if form is Format.WORD and output is None:
        raise WrongUsage("word-needs-file")
    shown = sections(_chosen(found, number, session, everything, votes), found.language)
    if form is Format.WORD:
        from bot.cli.render.exported_docx import docx

        data = docx(shown, found.language)
    else:
        data = markdown(shown, found.language).encode()
    if output is None:
        cli.result(data.decode().rstrip("\n"))
        return
    try:
        output.write_bytes(data)
    except OSError as exc:
        raise BadInput(what=str(output), reason=os_reason(exc)) from exc
    cli.say(say("written", found.language, path=output))


def _by_name(output: Path | None) -> Format:
    """The format that a file's name asks for; a name that asks for another one is wrong usage."""
    suffix = output.suffix.lower() if output else ""
    if suffix == ".docx":
        return Format.WORD
    if suffix not in _MARKDOWN_NAMES:
        raise WrongUsage("no-format", suffix=safe(suffix))
    return Format.MARKDOWN


def _chosen(
    found: Settings, number: int | None, session: str | None, everything: bool, votes: Votes | None
) -> Sequence[Entry | Vote]:
    if votes is not None:
        voted = open_votes(found).latest(sys.maxsize, votes.good)[::-1]
        if not voted:
            raise NothingKept(what="", reason="votes")
        return voted
    kept = open_log(found)
    if session is None and not everything:
        return [kept.entry(number)]
    entries = kept.entries(session=session)
    if not entries:
        raise NothingKept(what=session, reason="" if session else "empty")
    return entries
