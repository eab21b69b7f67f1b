"""What the programs that fit weights to question files share: their arguments and how the files are gone through."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar


class FromFile(Protocol):
    """Something that was made from a question, and knows of which file (`FILE:DOCUMENTS`)."""

    @property
    def source(self) -> str:
        """The file and its documents, as given."""


Row = TypeVar("Row", bound=FromFile)


def parser(description: str | None, strength: float, weights: Path) -> argparse.ArgumentParser:
    """The arguments of such a program: the files, the strength of the penalty, and whether to write `weights`."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawTextHelpFormatter)
    made.add_argument("sources", nargs="+", metavar="FILE:DOCUMENTS")
    made.add_argument("--strength", type=float, default=strength, help="inverse of the L2 penalty")
    made.add_argument("--write", action="store_true", help=f"write {weights.name}")
    return made


def gathered(sources: Sequence[str], read: Callable[[str, Path], list[Row]], kept: Path) -> list[Row]:
    """What `read` makes of every file, its index below `kept`; how much there is of each is printed."""
    rows: list[Row] = []
    for number, source in enumerate(sources):
        found = read(source, kept / f"{number}-{name_of(source)}")
        print(source, len(found), "questions", flush=True)
        rows += found
    return rows


def held_out(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """Each file's name with the rows of the others, to fit on, and its own, to measure on."""
    for source in dict.fromkeys(row.source for row in rows):
        others = [row for row in rows if row.source != source]
        if others:
            yield name_of(source), others, [row for row in rows if row.source == source]


def name_of(source: str) -> str:
    """A file's name without its suffix."""
    return Path(source.partition(":")[0]).stem
