"""Use case: what does this citation key mean now?

A key holds no position but a check of its passage's exact characters, so a passage that was
changed no longer answers to it. What it was is remembered by the catalogue on the machine
where it changed; elsewhere the key itself still says which document it was, and by its sketch
which passage resembles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.citations.differences import Difference
from bot.citations.locator import Locator
from bot.citations.results import Match
from vectorstore.documents.citation_keys import check_part, document_part, parse_key, sketch_part
from vectorstore.index.catalog import Catalog, RetiredPassage
from vectorstore.types import Passage, Span

_BRACKETS = re.compile(r"[\[\](){}（）【】〔〕「」『』《》〈〉<>＜＞［］,，、;；\s]+")
#: So much of a changed passage has to be left for it to be called the same passage.
_STILL_IT = 0.5
_MOST_CANDIDATES = 3


class KeyState(StrEnum):
    """The state of the passage that a key was given for."""

    PRESENT = "present"
    MOVED = "moved"  # the same characters stand at another place, under another key
    CHANGED = "changed"
    GONE = "gone"
    UNKNOWN = "unknown"  # neither the document nor the text was ever here


@dataclass(frozen=True, slots=True)
class ResolvedKey:
    """The passage that a key leads to now, or how it was lost.

    `passage` is what stands there now, none where nothing does, and `span` the part of the
    document that is meant: the passage, or where its old characters stand now. `was` are the
    passage's old characters where they are known and no longer stand as they were,
    `differences` what was changed in them (the old text is the quotation). `candidates` are
    passages that may be meant where it can't be known, the likeliest first.
    """

    asked: str
    key: str
    state: KeyState
    passage: Passage | None = None
    span: Span | None = None
    was: str = ""
    differences: tuple[Difference, ...] = ()
    retired_on: str = ""
    candidates: tuple[Passage, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the cited characters still stand in the documents."""
        return self.state in {KeyState.PRESENT, KeyState.MOVED}


def keys_in(text: str) -> list[str] | None:
    """The canonical keys in what somebody typed or pasted; None where there is something else."""
    whole = parse_key(text)
    if whole:
        return [whole]
    keys = [parse_key(piece) for piece in _BRACKETS.split(text) if piece]
    return [key for key in keys if key] if keys and all(keys) else None


class Resolver:
    """Resolves keys against one generation of the index."""

    def __init__(self, catalog: Catalog, locator: Locator) -> None:
        self._catalog = catalog
        self._locator = locator

    def resolve(self, key: str, asked: str = "") -> ResolvedKey:
        """Look up the canonical `key`; `asked` is how it was typed."""
        asked = asked or key
        if passage := self._catalog.passage(key):
            return ResolvedKey(asked, key, KeyState.PRESENT, passage, passage.span)
        if retired := self._catalog.retired(key):
            return self._retired(asked, retired)
        return self._unremembered(asked, key)

    def _retired(self, asked: str, retired: RetiredPassage) -> ResolvedKey:
        """A key whose old text is known: look for that."""
        located = self._locator.locate(retired.text)
        matches = sorted(located.matches, key=lambda match: match.file != retired.file)
        same = [match for match in matches if match.source_text == retired.text]
        if same:
            match = same[0]
            return ResolvedKey(
                asked, retired.key, KeyState.MOVED, self._catalog.passage(match.key), match.span,
                retired_on=retired.retired_on,
            )  # fmt: skip
        found = [match for match in matches if match.file == retired.file] or matches
        found = [match for match in found if match.score >= _STILL_IT or located.parts]
        if found:
            return self._changed(asked, retired, found[0])
        neighbours = (self._catalog.passage(key) for key in (retired.before_key, retired.after_key) if key)
        return ResolvedKey(
            asked, retired.key, KeyState.GONE, was=retired.text, retired_on=retired.retired_on,
            candidates=tuple(passage for passage in neighbours if passage),
        )  # fmt: skip

    def _changed(self, asked: str, retired: RetiredPassage, match: Match) -> ResolvedKey:
        passage = self._catalog.passage(match.key)
        return ResolvedKey(
            asked, retired.key, KeyState.CHANGED, passage, match.span, retired.text,
            match.differences, retired.retired_on,
        )  # fmt: skip

    def _unremembered(self, asked: str, key: str) -> ResolvedKey:
        """A key that only its own digits tell about."""
        twins = [
            passage
            for passage in self._catalog.with_check(check_part(key))
            if sketch_part(passage.key) == sketch_part(key)
        ]
        if twins:
            return ResolvedKey(asked, key, KeyState.MOVED, twins[0], twins[0].span)
        known = self._catalog.with_document_part(document_part(key))
        if not known:
            return ResolvedKey(asked, key, KeyState.UNKNOWN)
        candidates = tuple(_resembling(key, known))
        state = KeyState.CHANGED if candidates and _alike(key, candidates[0]) == 2 else KeyState.GONE
        passage = candidates[0] if state is KeyState.CHANGED else None
        return ResolvedKey(
            asked, key, state, passage, passage.span if passage else None, candidates=candidates
        )


def _alike(key: str, passage: Passage) -> int:
    """How many digits of two sketches agree."""
    pairs = zip(sketch_part(key), sketch_part(passage.key), strict=True)
    return sum(one == other for one, other in pairs)


def _resembling(key: str, known: Iterable[Passage]) -> list[Passage]:
    """The passages whose sketch agrees most with a key's, or that a mistyped digit explains."""
    typed = [
        passage
        for passage in known
        if sum(one != other for one, other in zip(key, passage.key, strict=True)) == 1
    ]
    alike = [passage for passage in known if _alike(key, passage)]
    alike.sort(key=lambda passage: -_alike(key, passage))
    return list(dict.fromkeys([*typed, *alike]))[:_MOST_CANDIDATES]
