"""Telegram's HTML, parsed as strictly as Telegram does."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-z-]+)((?:\s+[a-z-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_ENTITY = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
MOST_ENTITIES = 100


class Refused(Exception):
    """What Telegram answers with `"ok": false`."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after


def bad(description: str) -> Refused:
    """A refusal with code 400."""
    return Refused(400, f"Bad Request: {description}")


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted range; offsets count UTF-16 code units, as in the Bot API."""

    kind: str
    offset: int
    length: int
    extra: str = ""

    def as_dict(self) -> dict[str, object]:
        """The entity as the Bot API writes it."""
        kind = "expandable_blockquote" if self.kind == "blockquote" and self.extra else self.kind
        row: dict[str, object] = {"type": kind, "offset": self.offset, "length": self.length}
        if kind == "text_link":
            row["url"] = self.extra
        return row


def utf16(text: str) -> int:
    """The length that Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(text: str, mode: str) -> tuple[str, list[Entity]]:
    """The shown text and its entities; raises `Refused` where Telegram would."""
    if not mode:
        return _trimmed(text, [])
    if mode.lower() != "html":
        raise bad(f"unsupported parse_mode {mode!r}")
    shown, place, entities = [], 0, []
    length = 0
    stack: list[tuple[str, int, str]] = []
    while place < len(text):
        char = text[place]
        if char == "&":
            found = _ENTITY.match(text, place)
            piece = html.unescape(found[0]) if found else "&"
            place = found.end() if found else place + 1
        elif char == "<":
            tag = _TAG.match(text, place)
            if not tag:
                raise bad(f"can't parse entities: Unsupported start tag at byte offset {place}")
            place = tag.end()
            if tag[1]:
                if not stack or stack[-1][0] != tag[2]:
                    expected = stack[-1][0] if stack else "none"
                    raise bad(
                        f"can't parse entities: Unmatched end tag at byte offset {place}, "
                        f'expected "</{expected}>", found "</{tag[2]}>"'
                    )
                name, start, extra = stack.pop()
                if length > start:
                    entities.append(Entity(_TAGS[name], start, length - start, extra))
            else:
                stack.append((tag[2], length, _extra(tag[2], tag[3], stack)))
            continue
        else:
            piece = char
            place += 1
        shown.append(piece)
        length += utf16(piece)
    if stack:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{stack[-1][0]}\"")
    if len(entities) > MOST_ENTITIES:
        raise bad("too many entities")
    return _trimmed("".join(shown), sorted(entities, key=lambda e: (e.offset, -e.length)))


def _extra(name: str, attributes: str, stack: list[tuple[str, int, str]]) -> str:
    if name not in _TAGS:
        raise bad(f'can\'t parse entities: Unsupported start tag "{name}"')
    above = [row[0] for row in stack]
    if name == "blockquote" and "blockquote" in above:
        raise bad("can't parse entities: Blockquote can't be nested")
    if {"code", "pre"} & set(above) and not (name == "code" and above[-1] == "pre"):
        raise bad("can't parse entities: Entities can't be nested in code")
    given = {m[1]: m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(attributes)}
    allowed = {"a": {"href"}, "blockquote": {"expandable"}, "code": {"class"}}.get(name, set())
    if set(given) - allowed:
        raise bad(f"can't parse entities: Unexpected attribute of {name}")
    if name == "a":
        return html.unescape(given.get("href", ""))
    return "expandable" if "expandable" in given else ""


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise bad("strings must be encoded in UTF-8")
    text = re.sub(
        r"[\x00-\x09\x0b-\x1f\u2028\u2029\u202a-\u202e]", lambda m: " " if m[0] == "\t" else "", text
    )
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    if lead:
        entities = [Entity(e.kind, max(0, e.offset - lead), e.length, e.extra) for e in entities]
    return text, entities


_MARKS = {"bold": ("**", "**"), "italic": ("_", "_"), "code": ("`", "`"), "underline": ("__", "__"),
          "strikethrough": ("~~", "~~"), "spoiler": ("||", "||"), "pre": ("```", "```"),
          "text_link": ("[", "]")}  # fmt: skip


def as_seen(text: str, entities: list[Entity]) -> str:
    """The message as plain text with marks where a person sees formatting."""
    units = text.encode("utf-16-le")
    marks: dict[int, list[str]] = {}
    quotes: list[tuple[int, int, str]] = []
    for entity in entities:
        end = entity.offset + entity.length
        if entity.kind == "blockquote":
            quotes.append((entity.offset, end, entity.extra))
            continue
        opening, closing = _MARKS[entity.kind]
        marks.setdefault(entity.offset, []).append(opening)
        marks.setdefault(end, []).insert(0, closing)
    out, line_starts = [], True
    for unit in range(len(units) // 2 + 1):
        out.extend(marks.get(unit, ()))
        char = units[2 * unit : 2 * unit + 2]
        quoted = next((q for q in quotes if q[0] <= unit < q[1]), None)
        if quoted and (line_starts or unit == quoted[0]):
            out.append("▌" if unit == quoted[0] and quoted[2] else "│ ")
            if unit == quoted[0] and quoted[2]:
                out.append(" ")
        line_starts = char == b"\n\x00"
        out.append(char.decode("utf-16-le", "surrogatepass"))
    joined = "".join(out)
    return joined.encode("utf-16", "surrogatepass").decode("utf-16")
