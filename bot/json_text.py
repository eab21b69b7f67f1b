"""Values as JSON that is harmless to print."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.safe_text import HIDDEN

_STEERING = re.compile(rf"{HIDDEN.pattern}|[\x85\u2028\u2029]")


def json_text(value: Any, indent: int | None = None) -> str:
    """`value` as JSON, Chinese as it is; what could steer a terminal stands as `\\uXXXX`.

    Reading it back gives the very same characters.
    """
    return _STEERING.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))


def _escaped(found: Any) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
