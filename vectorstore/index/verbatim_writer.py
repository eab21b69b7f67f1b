"""Writes the verbatim files of a layer, document by document."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from vectorstore.documents.outline import block_form
from vectorstore.index.postings import PostingsWriter
from vectorstore.index.verbatim_layer import FOLDER, GRAM, VERSION
from vectorstore.text.quotation_form import verbatim_form
from vectorstore.types import Document, Passage

_BETWEEN = "\n"  # stands between two documents and in no bare form
_MAPS = ("run_at", "run_to", "wide_at", "wide_end", "passage_at")


def write_verbatim(folder: Path, documents: Iterable[tuple[Document, Sequence[Passage]]]) -> None:
    """Write the index of `documents`, each with all its passages, into a generation's folder."""
    writer = VerbatimWriter(folder)
    for document, passages in documents:
        writer.add(document, passages)
    writer.finish()


class VerbatimWriter:
    """The long text and its maps in the making, in the folder of a layer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._grams = PostingsWriter(self._folder)
        self._text = (self._folder / "text").open("wb")
        self._keys = (self._folder / "keys").open("wb")
        self._maps = {name: (self._folder / name).open("wb") for name in _MAPS}
        self._length = 0
        self._passages = 0
        self._files: list[dict[str, object]] = []

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Put a document behind those that are already there; its passages in the order of its text."""
        self._files.append({"file": document.file, "date": document.metadata.date, "at": self._length})
        maps = {name: array("I") for name in _MAPS}
        begins = [passage.span.start for passage in passages]
        following = 0
        expected = -1
        parts: list[str] = []
        at = self._length
        for block in document.blocks:
            form = verbatim_form(block_form(document, block.span))
            if not form.text:
                continue
            if parts and parts[-1][-1].isdigit() and form.text[0].isdigit():
                parts.append("|")
                at += 1
                expected = -1
            for offset, (start, end) in enumerate(zip(form.starts, form.ends, strict=True)):
                if start != expected:
                    maps["run_at"].append(at + offset)
                    maps["run_to"].append(start)
                expected = start + 1
                if end != start + 1:
                    maps["wide_at"].append(at + offset)
                    maps["wide_end"].append(end)
                while following < len(begins) and begins[following] <= start:
                    if following + 1 == len(begins) or begins[following + 1] > start:
                        maps["passage_at"].append(at + offset)
                        self._keys.write(passages[following].key.encode("ascii"))
                        self._passages += 1
                    following += 1
            parts.append(form.text)
            at += len(form.text)
        self._append("".join(parts))
        for name, numbers in maps.items():
            self._maps[name].write(_little(numbers))

    def _append(self, text: str) -> None:
        import numpy as np

        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
        if len(codes) >= GRAM:
            grams = (codes[:-2] << np.uint64(42)) | (codes[1:-1] << np.uint64(21)) | codes[2:]
            self._grams.add(grams, np.arange(self._length, self._length + len(grams), dtype="<u4"))
        self._text.write((text + _BETWEEN).encode("utf-16-le", "surrogatepass"))
        self._length += len(text) + len(_BETWEEN)

    @property
    def postings(self) -> int:
        """How many threes of characters have been put in."""
        return self._grams.count

    def finish(self, gone: Collection[str] = (), merged: Callable[[int], None] = lambda _: None) -> None:
        """Write what is left; `merged` gets how many postings are written so far.

        `gone` are the documents of the layer below that are replaced or removed.
        """
        self.close()
        self._grams.finish(merged)
        about = {
            "version": VERSION,
            "length": self._length,
            "passages": self._passages,
            "documents": self._files,
            "gone": sorted(gone),
        }
        text = json.dumps(about, ensure_ascii=False)
        (self._folder / "about.json").write_text(text, encoding="utf-8")

    def close(self) -> None:
        """Let go of the files, whether they are whole or not."""
        for file in (self._text, self._keys, *self._maps.values()):
            file.close()


def _little(numbers: array[int]) -> bytes:
    import numpy as np

    return np.array(numbers, dtype="<u4").tobytes()
