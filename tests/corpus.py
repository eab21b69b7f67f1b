"""The documents that the tests read: the five seeds and the eight of the further questions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.commands import PROJECT, SEEDS
from vectorstore.documents.chunking import split
from vectorstore.documents.load import find_files, read_file, read_provenance
from vectorstore.documents.outline import outline
from vectorstore.types import Document, Node, Passage

OTHERS = PROJECT / "tests" / "questions" / "documents"


@cache
def documents(folder: Path) -> dict[str, Document]:
    """The documents of a folder by the three digits that their names begin with."""
    known = read_provenance(folder)
    return {name[:3]: read_file(path, name, known) for path, name in find_files(folder)}


def seed(number: str) -> Document:
    """A seed document, such as `002`."""
    return documents(SEEDS)[number]


def other(number: str) -> Document:
    """A document of the further questions, such as `101`."""
    return documents(OTHERS)[number]


def every() -> dict[str, Document]:
    """All thirteen documents."""
    return {**documents(SEEDS), **documents(OTHERS)}


@cache
def nodes_of(number: str) -> tuple[Node, ...]:
    """The outline of a document."""
    return outline(every()[number])


@cache
def passages_of(number: str) -> tuple[Passage, ...]:
    """The passages of a document, of every role."""
    return split(every()[number], nodes_of(number))
