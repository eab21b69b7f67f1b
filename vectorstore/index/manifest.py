"""What a generation was built from and with, as JSON beside its files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from vectorstore.documents import chunking as splitting
from vectorstore.documents import citation_keys as keys
from vectorstore.documents import line_roles as cleaning
from vectorstore.documents import outline as outlining
from vectorstore.documents.formats import VERSION as EXTRACTING
from vectorstore.errors import IndexDamaged, IndexMismatch
from vectorstore.index import verbatim
from vectorstore.text import search_form as normalising

FILE = "manifest.json"
FORMAT = 2


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
        "verbatim": verbatim.VERSION,
    }


@dataclass(frozen=True, slots=True)
class Manifest:
    """`roots` are the absolute paths that were ingested, `documents` the sha256 of each file."""

    versions: dict[str, int]
    model: str
    dimension: int
    roots: tuple[str, ...]
    documents: dict[str, str]
    passages: int
    created: str

    def check(self, model: str) -> None:
        """Raise `IndexMismatch` where this program can't read what the manifest describes."""
        for name, wanted in code_versions().items():
            built = self.versions.get(name)
            if built != wanted:
                raise IndexMismatch(what=name, built=built, wanted=wanted)
        if self.model != model:
            raise IndexMismatch(what="model", built=self.model, wanted=model)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into a generation's folder."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation. Raises `IndexDamaged` where it can't be read."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Manifest(**{**data, "roots": tuple(data["roots"])})
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise IndexDamaged(folder=str(folder), reason=f"{FILE}: {exc}") from exc
