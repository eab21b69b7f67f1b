"""Formulas of Word files as one row of text: 2/3, 10⁸, ³√27; in Office MathML and in the older EQ fields.

The characters of a formula without its lines would say another figure: two thirds would be 23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vectorstore.documents.formats.raised import placed

if TYPE_CHECKING:
    from lxml.etree import _Element

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: One value, which needs no brackets over or under a line.
_SINGLE = re.compile(r"[\w.%·]+|[(（][^()（）]*[)）]")
#: What an EQ field raises or lowers, and by how much; the distance says nothing about the words.
_MOVED = re.compile(r"s\\(up|do)\s*\d*", re.IGNORECASE)
_SHAPES = "○◯〇□△◇●■"


def math_text(node: _Element) -> str:
    """A formula of Office MathML, as `oMath` has it, in one row."""
    return "".join(_parts(node)).strip()


def _parts(node: _Element) -> Iterator[str]:
    for child in node:
        name = str(child.tag).rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "t":
            yield child.text or ""
        elif name == "f":
            yield _over(_child(child, "num"), _child(child, "den"))
        elif name in {"sSup", "sSub", "sSubSup", "sPre"}:
            lowered, lifted = _child(child, "sub"), _child(child, "sup")
            marks = _moved(lowered, "subscript") + _moved(lifted, "superscript")
            yield marks + _child(child, "e") if name == "sPre" else _child(child, "e") + marks
        elif name == "rad":
            yield _root(_child(child, "deg"), _child(child, "e"))
        elif name == "d":
            yield from _bracketed(child)
        elif name == "nary":
            sign = _property(child, "naryPr", "chr") or "∫"
            limits = _moved(_child(child, "sub"), "subscript") + _moved(_child(child, "sup"), "superscript")
            yield f"{sign}{limits}{_child(child, 'e')}"
        elif name in {"m", "eqArr"}:
            rows = [row for row in child if str(row.tag) in {f"{_MATH}mr", f"{_MATH}e"}]
            yield "；".join(" ".join("".join(_parts(row)).split()) for row in rows)
        elif name not in {"rPr", "ctrlPr"}:
            yield from _parts(child)


def _child(node: _Element, name: str) -> str:
    found = node.find(f"{_MATH}{name}")
    return "" if found is None else "".join(_parts(found)).strip()


def _property(node: _Element, properties: str, name: str) -> str | None:
    found = node.find(f"{_MATH}{properties}/{_MATH}{name}")
    return None if found is None else str(found.get(f"{_MATH}val") or "")


def _bracketed(node: _Element) -> Iterator[str]:
    begin, end = (_property(node, "dPr", name) for name in ("begChr", "endChr"))
    inside = ["".join(_parts(one)) for one in node.findall(f"{_MATH}e")]
    yield ("(" if begin is None else begin) + "|".join(inside) + (")" if end is None else end)


def _over(above: str, below: str) -> str:
    """A fraction. A space parts it from a figure before it: 1 1/2 is no 11/2; see `joined`."""
    return f"\x00{_whole(above)}/{_whole(below)}"


def _root(degree: str, inside: str) -> str:
    return f"\x00{_moved(degree, 'superscript')}√{_whole(inside)}"


def _whole(words: str) -> str:
    words = words.replace("\x00", "")
    return words if _SINGLE.fullmatch(words) else f"({words})"


def _moved(words: str, position: str) -> str:
    words = words.replace("\x00", "")
    if not words:
        return ""
    made = placed(words, position)
    sign = "^" if position == "superscript" else "_"
    return made if made != words and not made.startswith("[") else f"{sign}({words})"


def joined(words: str) -> str:
    """The words of a paragraph in which formulas stand: one that begins with a figure never joins one before it."""
    return re.sub("(?<=[0-9.])\x00", " ", words).replace("\x00", "")


def field_text(code: str) -> str | None:
    """What an EQ field shows, by its code (`eq \\f(2,3)`); None for fields of other kinds."""
    found = re.match(r"\s*eq\s+(.*)", code, re.IGNORECASE | re.DOTALL)
    return _switches(found[1].strip()) if found else None


def _switches(code: str) -> str:
    """An expression with its switches put into words; what is no switch stands as it is."""
    out, at = "", 0
    while at < len(code):
        if code[at] != "\\":
            out, at = out + code[at], at + 1
            continue
        if code[at + 1 : at + 2] in {"\\", ",", "(", ")", ";"}:
            out, at = out + code[at + 1], at + 2
            continue
        opening = code.find("(", at)
        if opening < 0:
            return out
        names = code[at + 1 : opening].strip()
        inside, at = _arguments(code, opening)
        out += _switch(names, [_switches(one.strip()) for one in inside])
    return out


def _arguments(code: str, opening: int) -> tuple[list[str], int]:
    """What stands between a bracket and its end, in its parts, and the place behind it."""
    depth, parts, at = 0, [""], opening
    while at < len(code):
        char = code[at]
        if char == "\\" and code[at + 1 : at + 2] in {",", ";", "(", ")", "\\"}:
            parts[-1] += code[at : at + 2]
            at += 2
            continue
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return parts, at + 1
        if char in ",;，" and depth == 1:
            parts.append("")
        elif not (char == "(" and depth == 1):
            parts[-1] += char
        at += 1
    return parts, at


def _switch(names: str, parts: list[str]) -> str:
    kind = names[:1].lower()
    if kind == "f" and len(parts) == 2:
        return _over(*parts)
    if kind == "r":
        return _root(parts[0] if len(parts) == 2 else "", parts[-1])
    if kind == "o":
        # One character over another: a frame and what it frames.
        return "".join(part for part in parts if part.strip() and part.strip() not in _SHAPES)
    if kind == "b":
        return f"({''.join(parts)})"
    if kind == "s":
        moved = _MOVED.search(names)
        position = "subscript" if moved and moved[1].lower() == "do" else "superscript"
        return "".join(_moved(part, position) for part in parts) if len(parts) == 1 else " ".join(parts)
    if kind == "i":
        low, high, inside = [*parts, "", "", ""][:3]
        return f"∫{_moved(low, 'subscript')}{_moved(high, 'superscript')}{inside}"
    return ("；" if kind == "a" else "，" if kind == "l" else "").join(parts)
