"""`yinju eval`: how well questions with known answers are answered."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from bot.cli import context as cli
from bot.errors import BadInput, os_reason
from bot.library import build_asker
from bot.messages.evaluation import say
from bot.messages.safe_text import json_text

if TYPE_CHECKING:
    from bot.evaluation.comparison import Before
    from bot.evaluation.evaluate import Outcome
    from bot.settings import Settings


def register(app: typer.Typer) -> None:
    """Add this module's commands to the app."""
    app.command("eval")(evaluate_file)


@cli.guarded
def evaluate_file(
    questions: Annotated[Path, typer.Argument()],
    as_json: Annotated[bool, typer.Option("--json")] = False,
    html: Annotated[
        Optional[Path],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option("--html"),
    ] = None,
    compare: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--compare"),
    ] = None,
    failures: Annotated[bool, typer.Option("--failures")] = False,
    no_reader: Annotated[bool, typer.Option("--no-reader")] = False,
    levels: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--levels"),
    ] = None,
) -> None:
    """Measure answers against known ones."""
    from bot.evaluation.comparison import compare as compared_with
    from bot.evaluation.comparison import read_before
    from bot.evaluation.evaluate import read_cases, tallies
    from bot.evaluation.report.table import render_comparison, render_failures, render_table
    from bot.evaluation.thresholds import read_levels, shortfalls

    found = cli.settings()
    # What would end it after minutes of asking is looked at first.
    cases = read_cases(questions)
    wanted = read_levels(levels) if levels else []
    if html:
        _must_be_writable(html)
    before: dict[str, Before] | None = read_before(compare) if compare else None
    outcomes = _ask_all(found, cases, not no_reader)
    counted = tallies(outcomes)
    changes = compared_with(before, outcomes) if before is not None else None
    if html:
        from datetime import datetime

        from bot.abstention.decision import load_model
        from bot.evaluation.report.page import evaluation_page

        page = evaluation_page(
            outcomes,
            counted,
            load_model().weights,
            found.language,
            file=questions.name,
            when=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
            reader=not no_reader,
            compared=changes,
        )
        try:
            html.write_text(page, encoding="utf-8")
        except OSError as exc:
            raise BadInput(what=str(html), reason=os_reason(exc)) from exc
        cli.say(say("written", found.language, path=html))
    if as_json:
        from bot.evaluation.report.as_json import evaluation_json

        cli.result(json_text(evaluation_json(outcomes, counted, not no_reader, changes), indent=2))
    else:
        cli.result(render_table(counted, found.language))
        if failures:
            cli.result(render_failures(outcomes, found.language))
        if changes:
            cli.result(render_comparison(changes, found.language))
    if levels:
        short = shortfalls(counted, wanted)
        for line in short:
            cli.say(line)
        if short:
            raise typer.Exit(cli.ERROR)


def _must_be_writable(path: Path) -> None:
    """Raise `BadInput` where a file can't be written there; one that isn't there stays away."""
    was_there = path.exists()
    try:
        path.open("ab").close()
        if not was_there:
            path.unlink()
    except OSError as exc:
        raise BadInput(what=str(path), reason=os_reason(exc)) from exc


def _ask_all(found: Settings, cases: list[Any], with_reader: bool) -> list[Outcome]:
    """Ask every question, with the reader watched or without it; on a terminal a count is shown."""
    import sys

    from bot.evaluation.evaluate import evaluate
    from bot.evaluation.recording_reader import NoReader, WatchedReader

    def report(done: int) -> None:
        if sys.stderr.isatty():
            with suppress(OSError):
                end = "\n" if done == len(cases) else ""
                print(f"\r{done}/{len(cases)}", end=end, file=sys.stderr, flush=True)

    watched = WatchedReader() if with_reader else None
    reader = watched or NoReader()
    with cli.library(found, ingest_first=True) as library:
        asker = build_asker(library, reader=lambda: reader)
        return evaluate(cases, asker, library.catalog, report, watched)
