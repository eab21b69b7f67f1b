"""`yinju remove`: takes documents out of the index; their files stay where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import context as cli
from bot.errors import AmbiguousDocument, UnknownDocument
from bot.messages.safe_text import json_text
from vectorstore.index.catalog import DocumentRecord
from vectorstore.index.source_status import archive_of, source_path

#: So many documents are named where a name means none or several.
_CANDIDATES = 5


def register(app: typer.Typer) -> None:
    """Add this module's command to the app."""
    app.command("remove")(remove)


@cli.guarded
def remove(
    names: Annotated[list[str], typer.Argument()],
    as_json: Annotated[bool, typer.Option("--json")] = False,
    quiet: Annotated[bool, typer.Option("--quiet")] = False,
) -> None:
    """Take documents out of the index."""
    from bot.cli.ingest import progress
    from vectorstore.index import generations
    from vectorstore.index.catalog import Catalog
    from vectorstore.index.previous import known_roots
    from vectorstore.ingest import remove as take_out

    found = cli.settings()
    server = cli.shared_index(found)
    catalog = Catalog.open(generations.current(found.index))
    try:
        records = catalog.documents()
    finally:
        catalog.close()
    roots = known_roots(found.index)
    wanted: set[tuple[str, str]] = set()
    dropped: set[str] = set()
    # All names are understood before anything is taken out: with one wrong, nothing changes.
    for name in names:
        root = next((one for one in roots if Path(one).is_dir() and Path(one) == Path(name).resolve()), "")
        if root:
            dropped.add(root)
        else:
            wanted |= documents_named(name, records)
    with progress(found.language) as report:
        done = take_out(wanted, found.index, found.embedding_model, dropped, report, server)
    if as_json:
        cli.result(json_text(asdict(done), indent=2))
    elif not quiet:
        from bot.cli.render.answer import render_report

        cli.result(render_report(done, found.language))


def documents_named(name: str, records: Sequence[DocumentRecord]) -> set[tuple[str, str]]:
    """The documents that a person means, as (root, document); an archive stands for all in it.

    A name is a document's as `yinju sources` lists it, the path of its file, a folder or archive
    that it is in, its title, or what only one document's name begins with or title holds. Raises
    `UnknownDocument` and `AmbiguousDocument`.
    """
    if found := [r for r in records if r.file == name or source_path(r) == Path(name).resolve()]:
        return {(r.root, r.file) for r in found}
    inside = name.rstrip("/") + "/"
    if found := [r for r in records if r.file.startswith(inside) or _is_below(source_path(r), name)]:
        return {_archive(r, name) for r in found}
    if len(found := [r for r in records if r.title == name]) == 1:
        return {(found[0].root, found[0].file)}
    found = found or [
        r
        for r in records
        if r.file.startswith(name) or r.file.rsplit("/", 1)[-1].startswith(name) or name in r.title
    ]
    if len(found) == 1:
        return {(found[0].root, found[0].file)}
    if found:
        shown = [r.file for r in found[:_CANDIDATES]]
        if len(found) > _CANDIDATES:
            shown.append("…")
        raise AmbiguousDocument(file=name, count=len(found), known=tuple(shown))
    raise UnknownDocument(file=name, known=tuple(_nearest(name, records)))


def _is_below(source: Path, name: str) -> bool:
    return bool(name) and Path(name).exists() and Path(name).resolve() in source.parents


def _archive(record: DocumentRecord, name: str) -> tuple[str, str]:
    """The archive that a name means, so that what is packed into it later stays out too; else the document."""
    source = source_path(record)
    archive = archive_of(source)
    if archive is None:
        return record.root, record.file
    packed = record.file[: len(record.file) - len(str(source.relative_to(archive))) - 1]
    is_meant = name.rstrip("/") == packed or Path(name).resolve() == archive
    return record.root, packed if is_meant else record.file


def _nearest(name: str, records: Sequence[DocumentRecord]) -> list[str]:
    from rapidfuzz import fuzz

    def likeness(record: DocumentRecord) -> float:
        return max(fuzz.ratio(name, record.file), fuzz.partial_ratio(name, record.title))

    return [r.file for r in sorted(records, key=likeness, reverse=True)[:_CANDIDATES]]
