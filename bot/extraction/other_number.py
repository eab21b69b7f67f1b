"""Whether a sentence is on the sibling of the numbered thing that is asked about: 五号隧道 and not 六号隧道."""

from __future__ import annotations

import re

from vectorstore.text.numerals import han_number

_N = r"[A-Za-z]{0,2}\d{1,4}|[一二三四五六七八九十百]{1,4}"
#: A thing with a number of its own, and what it is: 第三届, 六号隧道, S3线, 23路. 一批 has no number.
_NUMBERED = re.compile(
    rf"第(?P<order>{_N})(?P<kind>届|批|期|标段|包(?![括含裹])|次会议)"
    rf"|第?(?P<number>{_N})(?P<thing>号[\u4e00-\u9fff]{{2}}|号?线|路(?=[公全首末车的线])|期(?=工程|项目)|标段)"
)


def _things(form: str) -> dict[str, set[str]]:
    """The numbers of each numbered thing of a search form, in figures."""
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(form):
        number = match["order"] or match["number"]
        value = number if number.isascii() else str(han_number(number))
        found.setdefault(match["kind"] or match["thing"], set()).add(value.upper())
    return found


def of_other_number(asked: str, said: str) -> bool:
    """Whether a text speaks of a numbered thing that is asked about, and of none with its number.

    `asked` is the question's search form, `said` that of the sentence with its passage and headings.
    """
    there = _things(said)
    return any(thing in there and not numbers & there[thing] for thing, numbers in _things(asked).items())
