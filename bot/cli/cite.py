"""`yinju cite`, `yinju locate` and `yinju open`."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.answer_log.log import open_log
from bot.citations.formats import Style, reference
from bot.citations.resolver import ResolvedKey, keys_in
from bot.cli import context as cli
from bot.cli.pages import write_page
from bot.cli.usage_errors import WrongUsage
from bot.errors import AnswerLogBroken, BadInput, NothingKept, os_reason
from bot.library import Library, build_locator, build_resolver
from bot.messages.safe_text import json_text, safe
from bot.settings import Settings
from bot.types import Language
from vectorstore.index.catalog import Catalog
from vectorstore.types import Span

_NUMBER = re.compile(r"[\[【]?(\d{1,3})[\]】]?")
#: Something that was quoted or cited does not stand in the documents as it was.
FAILED = 4


def register(app: typer.Typer) -> None:
    """Add this module's commands to the app."""
    app.command("cite")(cite)
    app.command("locate")(locate)
    app.command("open")(open_)


@cli.guarded
def cite(
    keys: Annotated[list[str], typer.Argument(metavar="KEY…")],
    quote: Annotated[str, typer.Option("--quote")] = "",
    copy_as: Annotated[Style | None, typer.Option("--copy-as")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> None:
    """Show the passage that a citation key means."""
    found = cli.settings()
    wanted = [(text, key) for text in keys for key in _keys(text, found)]
    with cli.library(found, ingest_first=True) as library:
        resolver = build_resolver(library)
        resolved = [resolver.resolve(key, text) for text, key in wanted]
        if as_json:
            cli.result(_cited_json(library.catalog, resolved, len(keys) > 1))
        elif copy_as:
            _copies(library.catalog, resolved, quote, copy_as, found.language)
        else:
            from bot.cli.render.citation import render_citation

            cli.result(
                "\n\n".join(
                    render_citation(
                        library.catalog, one, _quoted(library, one, quote), found.language, cli.colour(plain)
                    )
                    for one in resolved
                )
            )
    if not all(one.holds for one in resolved):
        raise typer.Exit(FAILED)


def _keys(text: str, found: Settings) -> list[str]:
    """The keys in a text; a small number means that source of the last answer."""
    if number := _NUMBER.fullmatch(text.strip()):
        sources = open_log(found).entry().answer.sources
        if not 0 < int(number[1]) <= len(sources):
            reason = "no-such-source" if sources else "no-source"
            raise NothingKept(what=number[1], count=len(sources), reason=reason)
        return [sources[int(number[1]) - 1].key]
    keys = keys_in(text)
    if not keys:
        raise WrongUsage("no-key", text=safe(text[:60]))
    return keys


def _cited_json(catalog: Catalog, resolved: list[ResolvedKey], several: bool) -> str:
    from bot.serving.json_views.citation import citation_json, references

    today = date.today()
    rows = [citation_json(catalog, one, references(catalog, one, today)) for one in resolved]
    return json_text(rows if several or len(rows) > 1 else rows[0], indent=2)


def _copies(
    catalog: Catalog, resolved: list[ResolvedKey], quote: str, style: Style, language: Language
) -> None:
    """Ready citations on standard output; a key that no longer holds is only reported."""
    from bot.cli.render.citation import render_citation
    from bot.messages.safe_text import safe_lines

    for one in resolved:
        if not one.holds or not one.passage or not one.span:
            cli.say(render_citation(catalog, one, None, language, colour=False))
            continue
        text = quote or catalog.excerpt(one.passage.file, one.span)
        metadata = catalog.metadata(one.passage.file)
        cli.result(safe_lines(reference(style, metadata, one.passage, text, date.today())))


def _quoted(library: Library, resolved: ResolvedKey, quote: str) -> Span | None:
    """Where `quote` stands in what a key means; none where it does not stand there."""
    if not quote or not resolved.passage:
        return None
    located = build_locator(library).locate(quote)
    inside = [m for m in located.matches if m.file == resolved.passage.file and m.score == 1]
    near = [m for m in inside if m.span.overlaps(resolved.passage.span)]
    return near[0].span if near else None


def _last_quoted(
    library: Library, resolved: ResolvedKey, asked: str, found: Settings
) -> tuple[Span | None, tuple[Span, ...]]:
    """What the last answer quoted of a passage, and its words that answered; nothing that no longer stands there.

    The quotation itself only where it was asked for by its number: a key means its whole passage.
    """
    if not found.answer_log or resolved.passage is None:
        return None, ()
    number = _NUMBER.fullmatch(asked.strip())
    try:
        sources = open_log(found).entry().answer.sources
    except (NothingKept, AnswerLogBroken):
        return None, ()
    if number:
        sources = sources[int(number[1]) - 1 : int(number[1])]
    for source in sources:
        span = Span(source.start, source.end)
        text = library.catalog.document(resolved.passage.file).text
        if (
            source.key == resolved.key
            and source.file == resolved.passage.file
            and span.of(text) == source.quote
        ):
            return span if number else None, tuple(Span(*one) for one in source.figures)
    return None, ()


@cli.guarded
def locate(
    text: Annotated[str | None, typer.Argument()] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> None:
    """Find where a quotation stands, and compare it with its source."""
    if text is not None and file is not None:
        raise WrongUsage("both", one="TEXT", other="--file")
    if file is not None:
        failed = _check(file, as_json, cli.colour(plain))
    else:
        if text is None:
            text = "" if sys.stdin.isatty() else sys.stdin.read()
        failed = _locate(text, as_json, cli.colour(plain))
    if failed:
        raise typer.Exit(FAILED)


def _locate(text: str, as_json: bool, colour: bool) -> bool:
    from bot.citations.results import as_json as located_json
    from bot.cli.render.quotation import render_located

    found = cli.settings()
    if not any(char.isalnum() for char in text):
        raise WrongUsage("no-quotation")
    with cli.library(found, ingest_first=True) as library:
        located = build_locator(library).locate(text.strip())
    if as_json:
        cli.result(json_text(located_json(located), indent=2))
    else:
        cli.result(render_located(located, found.language, colour))
    return not located.stands


def _check(file: Path, as_json: bool, colour: bool) -> bool:
    from bot.cli.render.quotation import render_checked
    from bot.serving.json_views.quotation import checked_json

    found = cli.settings()
    draft = _read_draft(file)
    with cli.library(found, ingest_first=True) as library:
        checked = build_locator(library).check(draft)
    if as_json:
        cli.result(json_text(checked_json(str(file), checked), indent=2))
    else:
        cli.result(render_checked(str(file), checked, found.language, colour))
    return any(not one.located.stands for one in checked)


def _read_draft(file: Path) -> str:
    """A draft's text, in any of the encodings that documents may have."""
    from vectorstore.documents.load import detect_encoding

    if str(file) == "-":
        return sys.stdin.read()
    try:
        data = file.read_bytes()
    except OSError as exc:
        raise BadInput(what=str(file), reason=os_reason(exc)) from exc
    return data.decode(detect_encoding(data, file.name)) if data.strip() else ""


@cli.guarded
def open_(
    key: Annotated[str, typer.Argument(metavar="KEY")],
    print_path: Annotated[bool, typer.Option("--print-path")] = False,
    quote: Annotated[str, typer.Option("--quote")] = "",
) -> None:
    """Open the whole document at the cited passage."""
    found = cli.settings()
    keys = _keys(key, found)
    with cli.library(found, ingest_first=True) as library:
        resolved = build_resolver(library).resolve(keys[0], key)
        said, figures = _last_quoted(library, resolved, key, found)
        span = _quoted(library, resolved, quote) if quote else said
        path = write_page(library, resolved, span, found.data_dir, found.language, figures)
        if not resolved.holds or path is None:
            from bot.cli.render.citation import render_citation

            cli.say(render_citation(library.catalog, resolved, None, found.language, colour=False))
    if path is not None:
        cli.result(str(path))
        if not print_path:
            import webbrowser

            webbrowser.open(f"{path.as_uri()}#cited")
    if not resolved.holds:
        raise typer.Exit(FAILED)
