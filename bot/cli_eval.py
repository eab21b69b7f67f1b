"""`yinju eval`: how well questions with known answers are answered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from bot import cli_context as cli
from bot.view.json_text import json_text
from bot.wiring import build_asker


def register(app: typer.Typer) -> None:
    """Add this module's commands to the app."""
    app.command("eval")(evaluate_file)


@cli.guarded
def evaluate_file(
    questions: Annotated[Path, typer.Argument(help="问题文件(JSONL)/ questions, one JSON object a line")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    failures: Annotated[
        bool, typer.Option("--failures", help="列出未答对的问题 / list what went wrong")
    ] = False,
    levels: Annotated[
        Optional[Path],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option("--levels", help="低于文件中的水平则退出码为 1 / exit 1 under the levels in this file"),
    ] = None,
) -> None:
    """用已知答案的问题评测 / measure answers against known ones."""
    from bot.evaluating import evaluate, read_cases, tallies
    from bot.view.evaluation import evaluation_json, render_failures, render_table

    found = cli.settings()
    cases = read_cases(questions)
    with cli.library(found, ingest_first=True) as library:
        outcomes = evaluate(cases, build_asker(library), library.catalog)
    counted = tallies(outcomes)
    if as_json:
        cli.result(json_text(evaluation_json(outcomes, counted), indent=2))
    else:
        cli.result(render_table(counted))
        if failures:
            cli.result(render_failures(outcomes))
    if levels:
        from bot.levels import shortfalls

        short = shortfalls(counted, levels)
        for line in short:
            cli.say(line)
        if short:
            raise typer.Exit(cli.ERROR)
