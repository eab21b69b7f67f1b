"""`yinju ingest`, `sources`, `config` and `doctor`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import context as cli
from bot.messages.general import text
from bot.safe_text import json_text, safe
from bot.types import Language

if TYPE_CHECKING:
    from vectorstore.ingest import Progress


def register(app: typer.Typer) -> None:
    """Add this module's commands to the app."""
    app.command("ingest")(ingest)
    app.command("sources")(sources)
    app.command("config")(config)
    app.command("doctor")(doctor)


@cli.guarded
def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="文件或文件夹;默认 DOCUMENTS(seeds/)及以前加入的 / files or folders"),
    ] = None,
    only: Annotated[
        bool, typer.Option("--only", help="只保留这些路径,移除以前加入的 / keep only these paths")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="不沿用旧索引,全部重建 / build anew from nothing")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="不显示进度条以外的报告 / progress only")] = False,
) -> None:
    """建立或更新索引;有文件未读时退出码为 4 / build or update the index; exit code 4 where some files were not read."""
    from vectorstore.ingest import ingest as build

    found = cli.settings()
    wanted = list(paths or [])
    if not wanted and not _known_roots(found.index):
        wanted = [found.documents]
    with _progress(found.language) as report:
        done = build(wanted, found.index, found.embedding_model, only and bool(paths), rebuild, report)
    if as_json:
        from dataclasses import asdict

        cli.result(json_text(asdict(done), indent=2))
    elif not quiet:
        from bot.cli.render.answer import render_report

        cli.result(render_report(done, found.language))
    if done.skipped:
        raise typer.Exit(cli.SOME_UNREAD)


def _known_roots(index: Path) -> tuple[str, ...]:
    from vectorstore.errors import IndexDamaged, IndexMissing
    from vectorstore.index.generations import current
    from vectorstore.index.manifest import read_manifest

    try:
        return read_manifest(current(index)).roots
    except (IndexMissing, IndexDamaged):
        return ()


@contextmanager
def _progress(language: Language) -> Iterator[Callable[[Progress], None]]:
    """A progress bar on standard error where that is a terminal; else a line for each stage."""
    if not sys.stderr.isatty():
        shown: set[str] = set()

        def line(step: Progress) -> None:
            if step.stage not in shown:
                shown.add(step.stage)
                cli.say(f"{text(f'stage.{step.stage}', language)}… ({step.total})")

        yield line
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, int] = {}

        def update(step: Progress) -> None:
            if step.stage not in tasks:
                name = text(f"stage.{step.stage}", language)
                tasks[step.stage] = bar.add_task(name, total=step.total, rate="")
            task = bar.tasks[tasks[step.stage]]
            bar.update(task.id, completed=step.done, rate=f"{task.speed:.1f}/s" if task.speed else "")

        yield update


@cli.guarded
def sources(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> None:
    """列出文档 / list the documents."""
    from vectorstore.index.source_status import states

    found = cli.settings()
    with cli.library(found, ingest_first=True) as library:
        records = library.catalog.documents()
    standing = states(records)
    if as_json:
        from dataclasses import asdict

        rows = [{**asdict(record), "state": standing[record.file]} for record in records]
        cli.result(json_text(rows, indent=2))
        return
    from bot.cli.render.answer import render_sources

    cli.result(render_sources(records, standing, found.language))


@cli.guarded
def config() -> None:
    """显示当前设置,密钥隐藏 / the settings in force, secrets hidden."""
    from bot.settings import chat_names, load_chat_settings, load_telegram_settings, own_names, telegram_names

    groups = (
        (cli.settings(), own_names()),
        (load_chat_settings(), chat_names()),
        (load_telegram_settings(), telegram_names()),
    )
    for values, names in groups:
        for name, field in zip(names, type(values).model_fields, strict=True):
            cli.result(f"{name}={_shown(getattr(values, field))}")


def _shown(value: object) -> str:
    """A setting's value as it would stand in `.env`; a secret only as being there."""
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    if isinstance(value, frozenset):
        return ",".join(map(str, sorted(value)))
    return str(getattr(value, "value", value))


@cli.guarded
def doctor() -> None:
    """检查安装和索引 / check the installation and the index."""
    from bot.cli.doctor import checks

    found = cli.settings()
    failed = False
    for check in checks(found):
        mark = "✓" if check.ok else "!" if check.warning else "✗"
        failed = failed or not (check.ok or check.warning)
        cli.result(
            f"{mark} {text(check.code, found.language, check.params)}"
            + (f":{safe(check.detail)}" if check.detail else "")
        )
    if failed:
        raise typer.Exit(cli.ERROR)
