"""What a page hides: by attributes, by its elements' own styles, and by the style sheet in its head."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vectorstore.documents.html_tags import UNSAID, UNSHOWN

# None of these looks twice at what has no end: a page of beginnings would take the square of its length.
_SHEET = re.compile(r"<style\b[^>]*(?:>(.*?)(?:</style|\Z)|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{};]*)(?:\{([^{}]*)\}|[{};]|\Z)")
#: Rules for paper or small screens say nothing of what a reader sees.
_GROUP = re.compile(r"@[^@{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_TAGS = re.compile(r"<(script|style)\b.*?(?:</\1|\Z)|<[^>]*(?:>|\Z)", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"\w")
_SHOWING = re.compile(r"(?:^|;)\s*(?:display|visibility|font-size|opacity)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One simple selector: a tag, classes and an id, each of which may be missing; whether it hides."""

    tag: str
    classes: frozenset[str]
    identity: str
    hides: bool
    weight: tuple[int, int, int, int]

    def fits(self, tag: str, classes: frozenset[str], identity: str) -> bool:
        return (
            self.tag in {"", "*", tag}
            and self.classes <= classes
            and (not self.identity or self.identity == identity)
        )


class Hiding:
    """The rules of one page. Selectors that depend on other elements are passed over."""

    def __init__(self, page: str) -> None:
        sheet = "\n".join(found[1] or "" for found in _SHEET.finditer(page))
        self._rules = _rules(_GROUP.sub("", _COMMENT.sub("", sheet)))

    def hides(self, tag: str, values: Mapping[str, str]) -> bool:
        """Whether an element with these attributes is hidden, or struck out."""
        style = values.get("style", "")
        if "hidden" in values or (tag == "dialog" and "open" not in values) or tag in UNSAID:
            return True
        if UNSHOWN.search(style):
            return True
        if not self._rules or (re.search(r"display\s*:", style, re.IGNORECASE)):
            return False
        classes, identity = frozenset(values.get("class", "").split()), values.get("id", "")
        fitting = [rule for rule in self._rules if rule.fits(tag, classes, identity)]
        return bool(fitting) and max(fitting, key=lambda rule: rule.weight).hides


def _rules(sheet: str) -> tuple[_Rule, ...]:
    found = []
    for number, rule in enumerate(_RULE.finditer(sheet)):
        if rule[2] is None:
            continue
        hides = bool(UNSHOWN.search(rule[2]))
        if not (hides or _SHOWING.search(rule[2])):
            continue
        for selector in rule[1].split(","):
            simple = _SIMPLE.fullmatch(selector.strip())
            if not simple or not selector.strip():
                continue
            marks = re.findall(r"[.#][\w-]+", simple[2])
            classes = frozenset(mark[1:] for mark in marks if mark[0] == ".")
            identities = [mark[1:] for mark in marks if mark[0] == "#"]
            tag = (simple[1] or "").lower()
            weight = (len(identities), len(classes), int(tag not in {"", "*"}), number)
            found.append(_Rule(tag, classes, identities[0] if identities else "", hides, weight))
    # A sheet that only shows has nothing to say here.
    return tuple(found) if any(rule.hides for rule in found) else ()


def is_around_page(page: str, start: int) -> bool:
    """Whether the form that begins here is around the words of a page, as some servers put it, and no box to search."""
    end = page.find("</form", start)
    inside = _TAGS.sub("", page[start : end if end > 0 else len(page)])
    return "。" in inside and 2 * len(_WORD.findall(inside)) > len(_WORD.findall(_TAGS.sub("", page)))
