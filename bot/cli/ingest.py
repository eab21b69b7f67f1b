"""`yinju ingest`, `sources`, `config` and `doctor`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import context as cli
from bot.errors import BadInput
from bot.messages.doctor import say as say_check
from bot.messages.general import text
from bot.messages.marks import bracketed, labelled, listed
from bot.messages.safe_text import json_text, safe
from bot.types import Language

if TYPE_CHECKING:
    from bot.settings import Settings
    from vectorstore.ingest import Progress

#: Seconds between two lines on how far a stage is, and how long that holds; then the share of its further
#: time that passes between them.
_EACH, _OFTEN, _SELDOM = 2.0, 60.0, 0.25
#: So many changed files are named.
_SOME_NAMES = 5


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
        typer.Argument(),
    ] = None,
    only: Annotated[bool, typer.Option("--only")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild")] = False,
    forget: Annotated[bool, typer.Option("--forget")] = False,
    days: Annotated[int | None, typer.Option("--days", min=0)] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    quiet: Annotated[bool, typer.Option("--quiet")] = False,
    watch: Annotated[bool, typer.Option("--watch")] = False,
) -> None:
    """Build or update the index."""
    from vectorstore.errors import NoDocuments
    from vectorstore.index.previous import known_roots
    from vectorstore.ingest import ingest as build

    found = cli.settings()
    server = cli.shared_index(found)
    wanted = list(paths or [])
    age = (days or 0) if forget or days is not None else None
    if not wanted and not known_roots(found.index):
        wanted = [found.documents]
    for path in wanted:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise BadInput(what=str(path), reason="special")
    if watch:
        _must_be_there(wanted, known_roots(found.index), found.language)
        flags = {"--only": only and bool(paths), "--rebuild": rebuild, "--json": as_json, "--quiet": quiet}
        further = [] if age is None else ["--forget", f"--days={age}"]
        _watch(wanted, [*(name for name, is_set in flags.items() if is_set), *further], found)
        return
    try:
        with progress(found.language) as report:
            done = build(
                wanted,
                found.index,
                found.embedding_model,
                only and bool(paths),
                rebuild,
                report,
                forget=age,
                server=server,
            )
    except NoDocuments as exc:
        missing = [str(path) for path in wanted if not path.exists()]
        if not missing:
            raise
        raise BadInput(what=listed(missing, found.language), reason="missing") from exc
    _tell_of_empty(wanted, found.language)
    if as_json:
        from dataclasses import asdict

        cli.result(json_text(asdict(done), indent=2))
    elif not quiet:
        from bot.cli.render.answer import render_report

        cli.result(render_report(done, found.language))
    if done.away or done.skipped:
        raise typer.Exit(cli.UNREAD)


def _tell_of_empty(wanted: list[Path], language: Language) -> None:
    """Say which of the named folders hold no file: the report, which counts all that is indexed, doesn't."""
    from vectorstore.documents.load import find_files

    empty = [str(path) for path in wanted if path.is_dir() and not find_files(path)]
    if empty:
        cli.say(text("nothing-added", language, {"paths": listed(empty, language)}))


def _must_be_there(wanted: list[Path], known: Sequence[str], language: Language) -> None:
    """Raise `BadInput` for a path that isn't there and never was: nothing would ever be seen to change."""
    missing = [str(path) for path in wanted if not path.exists() and str(path.resolve()) not in known]
    if missing:
        raise BadInput(what=listed(missing, language), reason="missing")


def _watch(wanted: list[Path], flags: list[str], found: Settings) -> None:
    """Update the index, and again after every change, until Ctrl-C or SIGTERM."""
    from bot.cli.watch import follow
    from vectorstore.index.previous import known_roots

    only_once = {"--only", "--rebuild"} & set(flags)
    asked = [str(path) for path in wanted]
    named = [path.resolve() for path in wanted]
    done_once = False

    def roots() -> list[Path]:
        # Until the first update, --only has not dropped what was indexed before.
        kept = () if only_once and not done_once else known_roots(found.index)
        return list(dict.fromkeys([*named, *(Path(root) for root in kept)]))

    def update() -> bool:
        """One ingest in a process of its own: what it loads is gone with it, however long we watch."""
        nonlocal done_once
        words = [flag for flag in flags if not done_once or flag not in only_once]
        paths = [] if done_once else asked
        command = cli.own_python("-m", "bot", "--lang", found.language.value, "ingest", *words, "--", *paths)
        with subprocess.Popen(command, env=cli.own_environment()) as child:
            try:
                code = child.wait()
            except KeyboardInterrupt:
                child.terminate()
                raise
        done_once = done_once or code in {cli.ANSWERED, cli.UNREAD}
        return code in {cli.ANSWERED, cli.UNREAD}

    def changed(names: list[str]) -> None:
        shown = listed(names[:_SOME_NAMES], found.language) + ("…" if len(names) > _SOME_NAMES else "")
        cli.say(text("watch.changed", found.language, {"count": len(names), "files": shown}))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    cli.say(text("watch.begun", found.language, {"folders": listed(map(str, roots()), found.language)}))
    try:
        follow(roots, found.index, update, changed)
    except KeyboardInterrupt:
        cli.say(text("watch.ended", found.language))


@contextmanager
def progress(language: Language) -> Iterator[Callable[[Progress], None]]:
    """A progress bar on standard error where that is a terminal; else lines, now and then."""
    if not sys.stderr.isatty():
        yield ProgressLines(cli.say, language)
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


class ProgressLines:
    """A line for each stage, and while it lasts how far it is, how fast, and how long it will take.

    A line comes every two seconds; after the first minute of a stage ever more seldom, since a log of
    an hour should not be a thousand lines.
    """

    def __init__(
        self,
        say: Callable[[str], object],
        language: Language,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._say, self._language, self._clock = say, language, clock
        self._began: dict[str, float] = {}
        self._next = 0.0

    def __call__(self, step: Progress) -> None:
        now = self._clock()
        stage = text(f"stage.{step.stage}", self._language)
        if step.stage not in self._began:
            self._began[step.stage] = now
            self._next = now + _EACH
            self._say(text("stage.begun", self._language, {"stage": stage, "total": step.total}))
            return
        if not step.done:  # a model or a library has been loaded: it takes no part in the rate
            self._began[step.stage] = now
            self._next = now + _EACH
        spent = now - self._began[step.stage]
        if now < self._next or not step.done or step.done == step.total:
            return
        self._next = now + max(_EACH, (spent - _OFTEN) * _SELDOM)
        rate = step.done / spent
        params = {
            "stage": stage,
            "done": step.done,
            "total": step.total,
            "rate": f"{rate:.1f}",
            "left": round((step.total - step.done) / rate),
        }
        self._say(text("stage.progress", self._language, params))


@cli.guarded
def sources(
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List the documents."""
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

    cli.result(render_sources(records, standing, found.language, cli.width()))


@cli.guarded
def config() -> None:
    """The settings in force, secrets hidden."""
    from bot.settings import (
        chat_names,
        chroma_names,
        env_places,
        load_chat_settings,
        load_chroma_settings,
        load_serve_settings,
        load_telegram_settings,
        own_names,
        serve_names,
        telegram_names,
    )

    found = cli.settings()
    groups = (
        (found, own_names()),
        (load_chroma_settings(), chroma_names()),
        (load_chat_settings(), chat_names()),
        (load_telegram_settings(), telegram_names()),
        (load_serve_settings(), serve_names()),
    )
    for place in env_places():
        state = text("config.read" if place.is_file() else "config.absent", found.language)
        # Beside the result, which is name=value alone.
        cli.say(safe(str(place)) + bracketed(state, found.language))
    for values, names in groups:
        for name, field in zip(names, type(values).model_fields, strict=True):
            cli.result(f"{name}={_shown(getattr(values, field))}")


def _shown(value: object) -> str:
    """A setting's value as it would stand in `.env`; a secret only as being there."""
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        scheme, is_address, _ = secret.partition("://")
        if is_address and scheme.startswith("postgres"):
            from bot.telegram.storage.postgres import shown

            return f"{scheme}://********@{shown(secret)}"
        return "********" if secret else ""
    if isinstance(value, frozenset):
        return ",".join(map(str, sorted(value)))
    return str(getattr(value, "value", value))


@cli.guarded
def doctor(
    repair: Annotated[bool, typer.Option("--repair")] = False,
) -> None:
    """Check the installation and the index."""
    from bot.cli.doctor import checks

    found = cli.settings()
    if repair:
        _repair(found)
    failed = False
    for check in checks(found):
        mark = "✓" if check.ok else "!" if check.warning else "✗"
        failed = failed or not (check.ok or check.warning)
        line = f"{mark} {say_check(check.code, found.language, **check.params)}"
        cli.result(labelled(line, safe(check.detail), found.language) if check.detail else line)
    if failed:
        raise typer.Exit(cli.ERROR)


def _repair(found: Settings) -> None:
    """Build what is damaged anew, from the files and folders that were indexed and no others."""
    from bot.cli.render.answer import render_report
    from vectorstore.ingest import ingest as build

    server = cli.shared_index(found)
    with progress(found.language) as report:
        done = build([], found.index, found.embedding_model, report=report, server=server)
    repaired = say_check("doctor.repaired", found.language)
    cli.result(labelled(repaired, render_report(done, found.language), found.language))
