"""Figures with raised, circled, bracketed and other neighbours, and quotations that glue the two.

No such quotation stands in its source: 24.72亿元 is nothing that 24.7²亿元 says.
`python -m benchmarks.mutated_figures --count 2000` looks every one of them up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = ("亿元", "万户", "人", "%", "公里", "万余条", "个")
_HAN = "一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)}
_FRACTIONS = {"½": "12", "⅓": "13", "¼": "14", "⅔": "23"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """A sentence of a source, and a quotation whose figure only looks like the source's."""

    kind: str
    source: str
    quoted: str


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
        yield Mutation(kind, f"{lead}{there}{unit},比上年有所变化。", quoted)


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
    """Look every mutation up in a library of their sources and print those that are called exact."""
    import argparse
    import tempfile
    from pathlib import Path

    from bot.citations.results import Verdict
    from tests.lookup_library import entries_of, write

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    rows = list(mutations(given.count, given.seed))
    page = "".join(f"<p>{row.source}</p>\n" for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        lookup = write(Path(folder) / "library", entries_of({"figures.html": page}))
        wrong = [
            row
            for row in rows
            if stands(row, rows) is False and lookup.locator.locate(row.quoted).verdict is Verdict.EXACT
        ]
    for row in wrong:
        print(f"{row.kind}: {row.quoted} in {row.source}")
    print(f"{len(wrong)} of {len(rows)} called exact")


def stands(row: Mutation, rows: list[Mutation]) -> bool:
    """Whether another sentence happens to hold the quotation, in full-width digits too."""
    import re

    pattern = re.compile(rf"(?<![\d.{_HAN}千百]){re.escape(row.quoted)}")
    return any(pattern.search(other.source.translate(_NARROW)) for other in rows if other is not row)


if __name__ == "__main__":
    main()
