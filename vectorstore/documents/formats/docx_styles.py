"""Word's styles: what a paragraph or run is, over the chain of styles that it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{NS}}}"
#: A run that is moved by fewer half points was only set right on its line.
_LEAST_MOVED = 3
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks. `hidden` and `struck` are None where nothing says so, `size` counts half points."""

    hidden: bool | None = None
    struck: bool | None = None  # by one line or by two
    position: str = ""
    size: int = 0


def value(node: _Element, name: str = "val") -> str:
    """An attribute of Word's namespace, empty where it isn't there."""
    return str(node.get(f"{_W}{name}") or "")


def _by_height(node: _Element) -> str:
    """`raised` or `lowered` where a run is moved off its line by points, as LibreOffice writes <sup>."""
    moved = node.find(f"{_W}position")
    points = value(moved) if moved is not None else ""
    if not re.fullmatch(r"-?\d+", points) or abs(int(points)) < _LEAST_MOVED:
        return ""
    return "raised" if int(points) > 0 else "lowered"


def flag(node: _Element | None) -> bool | None:
    """A switch: on unless it says otherwise; None where it isn't there."""
    return None if node is None else value(node) not in {"0", "false", "off"}


def _is_coloured(properties: _Element) -> bool:
    """Whether these properties set a colour behind the words."""
    shades = [node.get(f"{_W}fill", "auto").upper() for node in properties.findall(f"{_W}shd")]
    marked = properties.find(f"{_W}highlight")
    return any(fill not in {"AUTO", "FFFFFF"} for fill in shades) or marked is not None


class Styles:
    """The styles of a document; a file without any has none."""

    def __init__(self, root: _Element | None) -> None:
        nodes = list(root.iter(f"{_W}style")) if root is not None else []
        self._nodes = {value(node, "styleId"): node for node in nodes}
        self._default = next(
            (
                value(n, "styleId")
                for n in nodes
                if value(n, "type") == "paragraph" and value(n, "default") == "1"
            ),
            "",
        )

    def _chain(self, style: str) -> Iterator[_Element]:
        seen: set[str] = set()
        while style in self._nodes and style not in seen:
            seen.add(style)
            node = self._nodes[style]
            yield node
            based = node.find(f"{_W}basedOn")
            style = value(based) if based is not None else ""

    def _paragraph_chain(self, properties: _Element | None) -> Iterator[_Element]:
        """The paragraph's own properties, then those of its styles."""
        style = self._default
        if properties is not None:
            yield properties
            named = properties.find(f"{_W}pStyle")
            style = value(named) if named is not None else style
        for node in self._chain(style):
            found = node.find(f"{_W}pPr")
            if found is not None:
                yield found

    def _style(self, properties: _Element | None) -> str:
        named = properties.find(f"{_W}pStyle") if properties is not None else None
        return value(named) if named is not None else self._default

    def of(self, properties: _Element | None) -> Look:
        """How the runs of a paragraph look where they say nothing themselves."""
        return self._look([n.find(f"{_W}rPr") for n in self._chain(self._style(properties))])

    def run(self, properties: _Element | None) -> Look:
        """How a run looks by its own properties and its character style."""
        if properties is None:
            return Look()
        named = properties.find(f"{_W}rStyle")
        chain = self._chain(value(named)) if named is not None else ()
        return self._look([properties, *(node.find(f"{_W}rPr") for node in chain)])

    def is_white_on_paper(self, run: _Element) -> bool:
        """Whether a run's own colour is white and nothing dark is behind it, so that nobody sees it.

        White words in tables and text boxes may stand on a colour that a style sets: those are seen.
        """
        properties = run.find(f"{_W}rPr")
        colour = properties.find(f"{_W}color") if properties is not None else None
        if (
            properties is None
            or colour is None
            or value(colour).upper() != "FFFFFF"
            or value(colour, "themeColor")
        ):
            return False
        if next(run.iterancestors(f"{_W}tc", f"{_W}txbxContent"), None) is not None:
            return False
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        around = paragraph.find(f"{_W}pPr") if paragraph is not None else None
        return not any(map(_is_coloured, [properties, *self._paragraph_chain(around)]))

    @staticmethod
    def _look(nodes: list[_Element | None]) -> Look:
        hidden, struck, double, position, size = None, None, None, "", 0
        for node in nodes:
            if node is None:
                continue
            hidden = flag(node.find(f"{_W}vanish")) if hidden is None else hidden
            struck = flag(node.find(f"{_W}strike")) if struck is None else struck
            double = flag(node.find(f"{_W}dstrike")) if double is None else double
            align, letters = node.find(f"{_W}vertAlign"), node.find(f"{_W}sz")
            position = position or (value(align) if align is not None else "") or _by_height(node)
            size = size or (int(value(letters)) if letters is not None and value(letters).isdigit() else 0)
        return Look(hidden, struck if double is None else double or struck, position, size)

    def level(self, properties: _Element | None) -> int:
        """The heading level by style name or outline level, 0 for a plain paragraph."""
        for node in self._chain(self._style(properties)):
            named = node.find(f"{_W}name")
            name = value(named) if named is not None else ""
            if name.lower() in {"title", "标题"}:
                return 1
            found = _HEADING.fullmatch(name)
            if found:
                return min(int(found[1]), 6)
        for node in self._paragraph_chain(properties):
            outline = node.find(f"{_W}outlineLvl")
            if outline is not None and value(outline).isdigit():
                return int(value(outline)) + 1 if int(value(outline)) < 6 else 0
        return 0

    def centred(self, properties: _Element | None) -> bool:
        """Whether the paragraph is centred."""
        for node in self._paragraph_chain(properties):
            aligned = node.find(f"{_W}jc")
            if aligned is not None:
                return value(aligned) == "center"
        return False

    def numbered(self, properties: _Element | None) -> tuple[str, int]:
        """The list that numbers a paragraph and the level in it; ("", 0) for none."""
        number, level = "", None
        for node in self._paragraph_chain(properties):
            found = node.find(f"{_W}numPr")
            if found is None:
                continue
            identity, depth = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
            if level is None and depth is not None and value(depth).isdigit():
                level = int(value(depth))
            if not number and identity is not None:
                number = value(identity)
        return ("", 0) if number in {"", "0"} else (number, level or 0)
