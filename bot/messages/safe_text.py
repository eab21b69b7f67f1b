"""Text of documents made safe to print: no escape sequences, controls or hidden direction marks."""

from __future__ import annotations

import json
import re
from typing import Any

# C0 and C1 controls (ESC and 0x9b among them), line and paragraph separators, direction marks,
# tag characters and lone surrogates. New lines and tabs become spaces, the rest is taken out.
_SPACES = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+[\u3000 ]*")
HIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f\ud800-\udfff]"
)


def safe(text: str) -> str:
    """`text` on one line, without anything that could steer a terminal or hide its direction."""
    return HIDDEN.sub("", _SPACES.sub(" ", text))


def safe_lines(text: str) -> str:
    """The same, with line ends kept."""
    return "\n".join(safe(line) for line in re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text))


_STEERING = re.compile(rf"{HIDDEN.pattern}|[\x85\u2028\u2029]")


def json_text(value: Any, indent: int | None = None) -> str:
    """`value` as JSON, Chinese as it is; what could steer a terminal stands as `\\uXXXX`.

    Reading it back gives the very same characters.
    """
    return _STEERING.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))


def _escaped(found: Any) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
