"""What a generation was built from and with, and the sums of its files, as JSON beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from vectorstore.documents import chunking as splitting
from vectorstore.documents import citation_keys as keys
from vectorstore.documents import line_roles as cleaning
from vectorstore.documents import outline as outlining
from vectorstore.documents.formats import VERSION as EXTRACTING
from vectorstore.errors import IndexMismatch
from vectorstore.index import sealed_json, verbatim_layer
from vectorstore.index.faults import unusable
from vectorstore.index.file_sums import FileSum, sum_files
from vectorstore.index.generations import name_of
from vectorstore.text import search_form as normalising

FILE = "manifest.json"
FORMAT = 4


def code_versions() -> dict[str, int]:
    """The versions of everything that shapes passages, keys and vectors."""
    return {
        "format": FORMAT,
        "normalising": normalising.VERSION,
        "cleaning": cleaning.VERSION,
        "outlining": outlining.VERSION,
        "splitting": splitting.VERSION,
        "keys": keys.VERSION,
        "extracting": EXTRACTING,
        "verbatim": verbatim_layer.VERSION,
    }


@dataclass(frozen=True, slots=True)
class Manifest:
    """`roots` are the absolute paths that were ingested, `documents` the sha256 of each file.

    `files` are the generation's own files with their sums; one of an earlier format has none.
    `taken_out` are documents that a person removed, as (root, document): they stay out though
    their files are there.
    """

    versions: dict[str, int]
    model: str
    dimension: int
    roots: tuple[str, ...]
    documents: dict[str, str]
    passages: int
    created: str
    files: dict[str, FileSum] = field(default_factory=dict)
    taken_out: tuple[tuple[str, str], ...] = ()
    #: Documents that hold what could not be read when they were: read anew each time.
    partly_read: tuple[str, ...] = ()
    #: What `provenance.json` said of the documents below each root, as a digest.
    provenance: dict[str, str] = field(default_factory=dict)
    #: The generation that it describes: in another one's folder it is damage.
    generation: str = ""

    def check(self, model: str) -> None:
        """Raise `IndexMismatch` where this program can't read what the manifest describes."""
        for name, wanted in code_versions().items():
            built = self.versions.get(name)
            if built != wanted:
                raise IndexMismatch(what=name, built=built, wanted=wanted)
        if self.model != model:
            raise IndexMismatch(what="model", built=self.model, wanted=model)


def write_manifest(folder: Path, manifest: Manifest, summed: Callable[[int], None] = lambda _: None) -> None:
    """Write the manifest into a generation's folder, with the sums of all files that are there.

    Sums that it has already are those of files shared with the generation before: where size and
    time are the same, they are not summed again. `summed` gets how many bytes have been gone through.
    """
    sums = sum_files(folder, FILE, manifest.files, summed)
    written = replace(manifest, files=sums, generation=name_of(folder))
    sealed_json.write(folder / FILE, asdict(written))


def read_manifest(folder: Path, of_any: bool = False) -> Manifest:
    """The manifest of a generation; `of_any` also one that another machine wrote for its own folder.

    Raises `IndexDamaged`, and `IndexUnavailable` for missing rights.
    """
    try:
        path = folder / FILE
        data = _of_earlier_format(path) or sealed_json.read(path)
        files = {name: FileSum(**one) for name, one in data.get("files", {}).items()}
        taken_out = tuple((root, file) for root, file in data.get("taken_out", ()))
        partly_read = tuple(data.get("partly_read", ()))
        given = {"files": files, "taken_out": taken_out, "partly_read": partly_read}
        if not of_any and data.get("generation", folder.name) not in {folder.name, name_of(folder)}:
            raise ValueError("of another generation")
        return Manifest(**{**data, "roots": tuple(data["roots"]), **given})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise unusable(exc, folder, FILE) from exc


def _of_earlier_format(path: Path) -> dict[str, Any] | None:
    """A manifest from before there were sums, to be refused by its version and not as damaged."""
    data = json.loads(path.read_text(encoding="utf-8"))
    earlier = isinstance(data, dict) and "sum" not in data and data["versions"]["format"] < FORMAT
    return data if earlier else None
