"""What a page hides or raises: by attributes, by its elements' own styles, and by the style sheet in its head.

What a reader opens with a click (`details`, `hidden="until-found"`) counts as shown, and so does what only
screen readers pass over (`aria-hidden`). Colours hide words only where one style gives both as the same.
"""

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
_LEVEL = re.compile(
    r"(?:^|;)\s*(?:vertical-align\s*:\s*(?P<align>[^;!]+)|font-variant-position\s*:\s*(?P<variant>super|sub)"
    r"|position\s*:\s*relative\b[^}]*?[;\s](?P<side>top|bottom)\s*:\s*(?P<minus>-?)(?=[^;]*[1-9])"
    r"(?=[^;]*(?:em|ex|%)))",
    re.IGNORECASE,
)
#: A length that only straightens an icon or a box raises nothing.
_FAR = re.compile(r"(?P<minus>-?)(?P<size>\d*\.?\d+)(?P<unit>em|rem|ex|px|pt|%)")
_LEAST = {"%": 20.0, "px": 3.0, "pt": 3.0}
_COLOUR = re.compile(r"(?:^|;)\s*(color|background(?:-color)?)\s*:\s*([^;!]+)", re.IGNORECASE)
_RGB = re.compile(r"rgba?\((\d+)[,\s]+(\d+)[,\s]+(\d+)(?:[,/\s]+1(?:\.0+)?)?\)")
_NAMED = {"white": "#ffffff", "black": "#000000", "red": "#ff0000"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """One simple selector: a tag, classes and an id, each of which may be missing; what it does."""

    tag: str
    classes: frozenset[str]
    identity: str
    hides: bool | None  # None where it says nothing of that
    level: str | None  # "super", "sub", "" for the line itself, None where it says nothing of that
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
        # A sheet that only shows, or keeps all on the line, has nothing to say here.
        self._hide = any(rule.hides for rule in self._rules)
        self._raise = any(rule.level for rule in self._rules)

    def hides(self, tag: str, values: Mapping[str, str]) -> bool:
        """Whether an element with these attributes is hidden, or struck out."""
        style = values.get("style", "")
        if values.get("hidden", "until-found").lower() != "until-found":
            return True
        if (tag == "dialog" and "open" not in values) or tag in UNSAID or _is_unseen(style):
            return True
        if not self._hide or re.search(r"display\s*:", style, re.IGNORECASE):
            return False
        fitting = [rule for rule in self._fitting(tag, values) if rule.hides is not None]
        return bool(fitting) and bool(max(fitting, key=lambda rule: rule.weight).hides)

    def level(self, tag: str, values: Mapping[str, str]) -> str | None:
        """Whether styles set an element above ("super") or below ("sub") its line; None where they don't say."""
        own = _level(values.get("style", ""))
        if own is not None or not self._raise:
            return own
        fitting = [rule for rule in self._fitting(tag, values) if rule.level is not None]
        return max(fitting, key=lambda rule: rule.weight).level if fitting else None

    def _fitting(self, tag: str, values: Mapping[str, str]) -> list[_Rule]:
        classes, identity = frozenset(values.get("class", "").split()), values.get("id", "")
        return [rule for rule in self._rules if rule.fits(tag, classes, identity)]


def _level(style: str) -> str | None:
    """Where a style sets its text: above the line, below it, on it, or nowhere in particular."""
    level = None
    for found in _LEVEL.finditer(style):
        align = (found["align"] or "").strip().lower()
        if align:
            level = {"super": "super", "sub": "sub", "text-top": "super"}.get(align, "")
            length = _FAR.fullmatch(align)
            if length and float(length["size"]) >= _LEAST.get(length["unit"], 0.2):
                level = "sub" if length["minus"] else "super"
        elif found["variant"]:
            level = found["variant"].lower()
        elif found["side"]:
            level = "super" if (found["side"].lower() == "top") == bool(found["minus"]) else "sub"
    return level


def _is_unseen(style: str) -> bool:
    """Whether a style hides its words, by the colour behind them too."""
    if UNSHOWN.search(style):
        return True
    colours = {name.lower()[:5]: _colour(value) for name, value in _COLOUR.findall(style)}
    return len(colours) == 2 and len(set(colours.values())) == 1


def _colour(value: str) -> str:
    """A colour in one way of writing."""
    value = value.strip().lower()
    if found := _RGB.fullmatch(value):
        return "#" + "".join(f"{int(part):02x}" for part in found.groups())
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(2 * char for char in value[1:])
    return _NAMED.get(value, value)


def _rules(sheet: str) -> tuple[_Rule, ...]:
    found = []
    for number, rule in enumerate(_RULE.finditer(sheet)):
        if rule[2] is None:
            continue
        hides = _is_unseen(rule[2]) or (False if _SHOWING.search(rule[2]) else None)
        level = _level(rule[2])
        if hides is None and level is None:
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
            identity = identities[0] if identities else ""
            found.append(_Rule(tag, classes, identity, hides, level, weight))
    return tuple(found)


def is_around_page(page: str, start: int) -> bool:
    """Whether the form that begins here is around the words of a page, as some servers put it, and no box to search."""
    end = page.find("</form", start)
    inside = _TAGS.sub("", page[start : end if end > 0 else len(page)])
    return "。" in inside and 2 * len(_WORD.findall(inside)) > len(_WORD.findall(_TAGS.sub("", page)))
