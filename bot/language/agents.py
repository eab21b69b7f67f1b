"""Who does something, as official texts say it: 由 before, the verb behind (由学生处批准)."""

from __future__ import annotations

import re

from bot.language.entity_patterns import EntityMatch
from bot.language.segmentation import words

#: What begins behind 由, no more than a clause; 理由 and 自由 are other words.
_BEHIND = re.compile(r"(?<![理自缘经因事来])由(?![于此])([^,。;:、]{2,24}(?:、[^,。;:、]{2,12}){0,4})")
#: Tags of words that end the name of who acts: verbs, adverbs, set phrases, numbers, particles.
_ENDING = ("v", "d", "l", "m", "p", "u", "c")


def agents_in(form: str) -> list[EntityMatch]:
    """The bodies, offices and people of a search form that stand behind 由 and before what they do."""
    return [one for match in _BEHIND.finditer(form) if (one := _agent(match[1], match.start(1)))]


def _agent(behind: str, start: int) -> EntityMatch | None:
    named, rows = "", words(behind)
    for word in rows:
        if named and word.tag.startswith(_ENDING) and word.tag != "vn":
            # 处 before a sum is what is done, not a part of the name.
            named = named.removesuffix("处") if word.tag == "m" else named
            return EntityMatch(named, start, start + len(named)) if len(named) > 1 else None
        named += word.text
    # 由进修人员自理 ends with what they do, which may be read as a noun.
    done = rows[-1].text if rows[-1].tag == "vn" else ""
    named = named.removesuffix(done)
    return EntityMatch(named, start, start + len(named)) if done and len(named) > 1 else None
