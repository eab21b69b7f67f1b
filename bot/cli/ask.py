"""`yinju ask`: one question, or every question of a file."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import context as cli
from bot.cli.sessions import chat_settings, chosen_session
from bot.cli.usage_errors import WrongUsage
from bot.cli.waiting import sign_of_life
from bot.errors import BadInput, BadQuestion, os_reason
from bot.library import Library, build_asker, files_named
from bot.messages.safe_text import json_text
from bot.questions.asker import Asks
from bot.settings import Settings
from bot.types import Answer, Answered, Declined, Turn, is_talk


def register(app: typer.Typer) -> None:
    """Add this module's commands to the app."""
    app.command("ask")(ask)


@cli.guarded
def ask(
    question: Annotated[str | None, typer.Argument()] = None,
    model: Annotated[str | None, typer.Option("-m", "--model", metavar="MODEL")] = None,
    follow: Annotated[bool, typer.Option("-c", "--continue")] = False,
    session: Annotated[str | None, typer.Option("--session", metavar="NAME")] = None,
    doc: Annotated[list[str] | None, typer.Option("--doc")] = None,
    keys: Annotated[bool, typer.Option("--keys")] = False,
    explain: Annotated[bool, typer.Option("--explain")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    top: Annotated[int | None, typer.Option("--top", min=1, max=50)] = None,
    batch: Annotated[Path | None, typer.Option("--batch")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> None:
    """Answer one question, or every question of a file."""
    if batch:
        besides = {"QUESTION": question is not None, "--continue": follow, "--session": session is not None}
        for name in (name for name, given in besides.items() if given):
            raise WrongUsage("both", one="--batch", other=name)
    if not batch:
        question = _given(question)
        # One question makes no garbage worth collecting; looking for it takes a tenth of the time.
        gc.disable()
    found = cli.settings()
    chat = chat_settings(model)
    talk = None if batch else chosen_session(found, follow, session)
    with cli.library(found, ingest_first=True) as library:
        files = list(dict.fromkeys(file for name in doc or () for file in files_named(library.catalog, name)))
        limit = top or found.top_passages
        if batch:
            _batch(batch, build_asker(library, chat=chat), files, limit, found)
            return
        assert talk is not None
        assert question is not None
        with sign_of_life(found.language):
            asker = build_asker(library, chat=chat, one_question=True)
            answer = asker.ask(question, talk.turns, files)
        if as_json:
            from bot.serving.json_views.answer import answer_json

            cli.result(json_text(answer_json(answer, found.language, limit), indent=2))
        else:
            cli.result(_shown(answer, library, found, cli.colour(plain), keys))
        if explain:
            from bot.cli.render.answer import render_decided

            decided = answer.decided if isinstance(answer, Answered) else ()
            (cli.say if as_json else cli.result)(render_decided(decided, found.language))
        talk.keep(answer, library.catalog)
    if isinstance(answer, Declined) and not is_talk(answer):
        raise typer.Exit(cli.DECLINED)


def _given(question: str | None) -> str:
    """The question that was written or piped in. Raises `WrongUsage` where there is none."""
    if question is None:
        question = "" if sys.stdin.isatty() else sys.stdin.read()
    if not question.strip():
        raise WrongUsage("no-question")
    return question


def _shown(answer: Answer, library: Library, found: Settings, colour: bool, keys: bool) -> str:
    from bot.cli.render.answer import render_answer

    titles = {record.file: record.title for record in library.catalog.documents()}
    return render_answer(answer, titles, found.language, colour, keys, cli.width())


def _batch(path: Path, asker: Asks, files: Sequence[str], top: int, found: Settings) -> None:
    """One JSON line for each line of the file, in order; a bad line says so in its own line, and by the exit code."""
    from bot.messages.general import error_text, text
    from bot.serving.json_views.answer import answer_json

    lines = bad = 0
    for number, line in _lines(path):
        name = ""
        lines += 1
        try:
            row = _row(line, f"{path}:{number}")
            name = _name(row.get("id", ""), f"{path}:{number}")
            history = tuple(Turn(earlier) for earlier in row.get("history") or ())
            answer = asker.ask(row["question"], history, files)
            shown = answer_json(answer, found.language, top, name)
        except (BadQuestion, BadInput) as exc:
            shown = {"id": name, "line": number, "error": error_text(exc, found.language)}
            bad += 1
        cli.result(json_text(shown))
    if bad:
        cli.say(text("batch.bad-lines", found.language, {"bad": bad, "lines": lines}))
        raise typer.Exit(cli.UNREAD)


def _name(given: object, place: str) -> str:
    """The `id` of a line. Raises `BadInput` where it is nested too deep to be written."""
    try:
        return str(given)
    except RecursionError as exc:
        raise BadInput(what=place, reason="not-json") from exc


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers; `-` is standard input, answered line by line as it comes."""
    try:
        # Only a line feed ends a line of JSONL: splitlines would cut at U+2028 inside a string.
        whole = sys.stdin if str(path) == "-" else path.read_text("utf-8-sig").split("\n")
        for number, line in enumerate(whole, 1):
            if line.strip():
                yield number, line
    except OSError as exc:
        raise BadInput(what=str(path), reason=os_reason(exc)) from exc
    except UnicodeDecodeError as exc:
        raise BadInput(what=str(path), reason="encoding") from exc


def _row(line: str, place: str) -> dict[str, Any]:
    """The object in a line: `question` is a text, `history` a list of texts where there is one."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as exc:  # the second where it is nested too deep to be read
        raise BadInput(what=place, reason="not-json") from exc
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise BadInput(what=place, reason="no-question")
    history = row.get("history") or []
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise BadInput(what=place, reason="bad-history")
    return row
