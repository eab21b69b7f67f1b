"""`yinju ask` and `yinju chat`."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.asker import Asks
from bot.cli import context as cli
from bot.errors import BadInput, BadQuestion, UnknownDocument
from bot.library import Library, build_asker
from bot.safe_text import json_text
from bot.settings import Settings
from bot.types import Answer, Answered, Turn


def register(app: typer.Typer) -> None:
    """Add this module's commands to the app."""
    app.command("ask")(ask)
    app.command("chat")(chat)


@cli.guarded
def ask(
    question: Annotated[str | None, typer.Argument()] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    top: Annotated[
        int | None,
        typer.Option("--top", min=1, max=50),
    ] = None,
    doc: Annotated[
        list[str] | None,
        typer.Option("--doc"),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain"),
    ] = False,
    batch: Annotated[
        Path | None,
        typer.Option("--batch"),
    ] = None,
) -> None:
    """Answer one question, or every question of a file."""
    if not batch:
        # One question makes no garbage worth collecting; looking for it takes a tenth of the time.
        gc.disable()
    found = cli.settings()
    with cli.library(found, ingest_first=True) as library:
        files = _files(library, doc or [])
        limit = top or found.top_passages
        if batch:
            _batch(batch, build_asker(library), files, limit, found)
            return
        if question is None:
            question = "" if sys.stdin.isatty() else sys.stdin.read()
        answer = build_asker(library).ask(question, files=files)
        if as_json:
            from bot.cli.render.answer_json import answer_json

            cli.result(json_text(answer_json(answer, found.language, limit), indent=2))
        else:
            cli.result(_shown(answer, library, found, cli.colour(plain)))
        if explain:
            from bot.cli.render.answer import render_decided

            decided = answer.decided if isinstance(answer, Answered) else ()
            (cli.say if as_json else cli.result)(render_decided(decided, found.language))
    if not isinstance(answer, Answered):
        raise typer.Exit(cli.DECLINED)


def _shown(answer: Answer, library: Library, found: Settings, colour: bool) -> str:
    from bot.cli.render.answer import render_answer

    titles = {record.file: record.title for record in library.catalog.documents()}
    return render_answer(answer, titles, found.language, colour)


def _files(library: Library, wanted: Sequence[str]) -> list[str]:
    """The documents meant by `--doc`: a file name, its beginning, or a part of the title."""
    known = library.catalog.documents()
    files: list[str] = []
    for name in wanted:
        matches = [r.file for r in known if r.file == name]
        matches = matches or [
            r.file for r in known if r.file.startswith(name) or r.file.rsplit("/", 1)[-1].startswith(name)
        ]
        matches = matches or [r.file for r in known if name and name in r.title]
        if not matches:
            raise UnknownDocument(file=name, known="、".join(r.file for r in known[:20]))
        files += matches
    return list(dict.fromkeys(files))


def _batch(path: Path, asker: Asks, files: Sequence[str], top: int, found: Settings) -> None:
    """One JSON line for each line of the file, in order; a bad line says so in its own line."""
    from bot.cli.render.answer_json import answer_json
    from bot.messages.general import error_text

    for number, line in _lines(path):
        name = ""
        try:
            row = _row(line, f"{path}:{number}")
            name = str(row.get("id", ""))
            history = tuple(Turn(earlier) for earlier in row.get("history") or ())
            answer = asker.ask(row["question"], history, files)
            shown = answer_json(answer, found.language, top, name)
        except (BadQuestion, BadInput) as exc:
            shown = {"id": name, "line": number, "error": error_text(exc, found.language)}
        cli.result(json_text(shown))


def _lines(path: Path) -> list[tuple[int, str]]:
    """The lines that hold something, with their numbers; `-` is standard input."""
    try:
        whole = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadInput(what=str(path), reason=str(exc)) from exc
    # Only a line feed ends a line of JSONL: splitlines would cut at U+2028 inside a string.
    return [(number, line) for number, line in enumerate(whole.split("\n"), 1) if line.strip()]


def _row(line: str, place: str) -> dict[str, Any]:
    """The object in a line: `question` is a text, `history` a list of texts where there is one."""
    try:
        row = json.loads(line)
    except ValueError as exc:
        raise BadInput(what=place, reason=str(exc)) from exc
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise BadInput(what=place, reason="no object with a question")
    history = row.get("history") or []
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise BadInput(what=place, reason="history is no list of questions")
    return row


@cli.guarded
def chat(
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> None:
    """Hold a conversation with follow-up questions."""
    from bot.cli.chat import Conversation
    from bot.cli.prompt_line import questions

    found = cli.settings()
    with cli.library(found, ingest_first=True) as library:
        asker = build_asker(library, reranker=found.reranker_model)
        talk = Conversation(library, asker, found.language, cli.colour(plain))
        cli.result(talk.welcome())
        for line in questions(found.data_dir):
            reply = talk.answer(line)
            if reply is None:
                break
            cli.result(reply)
