"""Figures with raised, circled, bracketed and other neighbours, and quotations that glue the two.

No such quotation stands in its source: 24.72亿元 is nothing that 24.7²亿元 says.
`python -m benchmarks.mutated_figures --count 2000` looks every one of them up, then as many whose sign, unit,
date, range, point, separator or Chinese numeral was changed, and each sentence as its source has it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from benchmarks.mutated_values import KINDS

_UNITS = ("亿元", "万户", "人", "%", "公里", "万余条", "个")
_HAN = "一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NARROW = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_DASHES = str.maketrans("＋－−—–~～∶，、．", "+------:,,.")
_FRACTIONS = {"½": "12", "⅓": "13", "¼": "14", "⅔": "23"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """A sentence of a source, and a quotation whose figure only looks like the source's."""

    kind: str
    source: str
    quoted: str
    faithful: str  # what the source does say, from its beginning to the unit


def mutations(count: int, seed: int = 20) -> Iterator[Mutation]:
    """`count` mutated figures, the same for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        digits = chance.choice(
            (str(chance.randint(2, 9999)), f"{chance.randint(1, 99)}.{chance.randint(1, 9)}")
        )
        note = chance.randint(1, 9)
        unit = chance.choice(_UNITS)
        kind, there, here = _glued(chance, digits, note)
        lead = f"第{number}号县当年实现"
        quoted = chance.choice((f"{lead}{here}{unit}", f"实现{here}{unit}", f"{here}{unit}"))
        yield Mutation(kind, f"{lead}{there}{unit},比上年有所变化。", quoted, _shown(f"{lead}{there}{unit}"))


def _shown(text: str) -> str:
    """`text` as a page shows it: the figure between the tags is raised."""
    return re.sub(r"<sup>(\d)</sup>", lambda found: "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(found[1])], text)


def changed_values(count: int, seed: int = 20) -> Iterator[Mutation]:
    """`count` figures that say something else than their source, of every kind in turn."""
    chance = random.Random(seed)
    names = list(KINDS)
    for number in range(count):
        kind = names[number % len(names)]
        there, here = KINDS[kind](chance)
        lead = f"第{number}号区当年达到"
        quoted = chance.choice((f"{lead}{here}", f"{lead}{here},比上年有所变化", f"达到{here}", here))
        yield Mutation(kind, f"{lead}{there},比上年有所变化。", quoted, f"{lead}{there}")


def _glued(chance: random.Random, digits: str, note: int) -> tuple[str, str, str]:
    """The kind of a mutation, the figure with its neighbour, and both glued together."""
    raised = "⁰¹²³⁴⁵⁶⁷⁸⁹"[note]
    kind = chance.choice(
        (
            "raised",
            "lowered",
            "sup",
            "circled",
            "dotted",
            "fraction",
            "bracketed",
            "half-bracket",
            "wide",
            "han",
            "cut",
        )
    )
    match kind:
        case "raised":
            return kind, digits + raised, f"{digits}{note}"
        case "lowered":
            return kind, digits + "₀₁₂₃₄₅₆₇₈₉"[note], f"{digits}{note}"
        case "sup":
            return kind, f"{digits}<sup>{note}</sup>", f"{digits}{note}"
        case "circled":
            circled = chance.choice(_CIRCLED)
            return kind, digits + circled, f"{digits}{_CIRCLED.index(circled) + 1}"
        case "dotted":
            return kind, digits + "⒈⒉⒊⒋⒌⒍⒎⒏⒐"[note - 1], f"{digits}{note}"
        case "fraction":
            char = chance.choice(list(_FRACTIONS))
            return kind, digits + char, digits + _FRACTIONS[char]
        case "bracketed":
            left, right = chance.choice(("[]", "〔〕", "【】", "()", "（）"))
            return kind, f"{digits}{left}{note}{right}", chance.choice((f"{digits}{note}", str(note)))
        case "half-bracket":
            return kind, digits + "⑴⑵⑶⑷⑸⑹⑺⑻⑼"[note - 1], chance.choice((f"{digits}{note}", str(note)))
        case "wide":
            return kind, f"{digits}{chr(0xFF10 + note)}", digits
        case "han":
            return kind, digits + _HAN[note - 1], f"{digits}{note}"
    hundreds = chance.choice(_HAN[1:])
    return "cut", f"{hundreds}千{_HAN[note - 1]}百", f"{_HAN[note - 1]}百"


def main() -> None:
    """Look every mutation up in a library of their sources; print those called exact, and faithful ones that aren't."""
    import argparse
    import tempfile
    from pathlib import Path

    from bot.citations.results import Verdict
    from tests.lookup_library import entries_of, write

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    for title, rows in (
        ("glued", list(mutations(given.count, given.seed))),
        ("changed", list(changed_values(given.count, given.seed))),
    ):
        page = "".join(f"<p>{row.source}</p>\n" for row in rows)
        with tempfile.TemporaryDirectory() as folder:
            locator = write(Path(folder) / "library", entries_of({"figures.html": page})).locator
            asked = [row for row in rows if not stands(row, rows)]
            wrong = [row for row in asked if locator.locate(row.quoted).verdict is Verdict.EXACT]
            missed = [row for row in rows if locator.locate(row.faithful).verdict is not Verdict.EXACT]
        for row in wrong:
            print(f"{row.kind}: {row.quoted} in {row.source}")
        for row in missed:
            print(f"{row.kind}: {row.faithful} is not found in {row.source}")
        print(f"{title}: {len(wrong)} of {len(asked)} called exact; as the source has them: "
              f"{len(rows) - len(missed)} of {len(rows)}")  # fmt: skip


def stands(row: Mutation, rows: list[Mutation]) -> bool:
    """Whether another sentence happens to hold the quotation, in other widths and dashes too."""
    pattern = re.compile(rf"(?<![\d.{_HAN}千百]){re.escape(_folded(row.quoted))}")
    return any(pattern.search(_folded(other.source)) for other in rows if other is not row)


@cache
def _folded(text: str) -> str:
    """`text` in one width, with one dash, one ratio and one comma."""
    wide = "".join(_NARROW.get(char, char) for char in text)
    return wide.translate(_DASHES)


if __name__ == "__main__":
    main()
