"""The comparison of processors: what differs is seen, and what holds is said to hold."""

from __future__ import annotations

import copy
from dataclasses import asdict
from typing import Any

from benchmarks.processors import NATIVE, RUNTIME, WIDE, holds, questions_of, table
from bot.extraction.reader import Reading

FLOATS = [[0.6, 0.8], [1.0, 0.0]]
FOUND: dict[str, Any] = {
    "vectors": {NATIVE: FLOATS, RUNTIME: FLOATS, WIDE: FLOATS},
    "readings": [asdict(Reading(3, 5, 1.5, 0.75, "甲乙"))],
    "answers": [[[["甲", [["K", 0, 1]]]], "", 0.9]],
}


def _changed(**parts: Any) -> dict[str, Any]:
    return copy.deepcopy(FOUND) | parts


def test_what_agrees_holds() -> None:
    """Equal vectors, spans and answers hold, and probabilities may differ in their last digits."""
    assert holds(FOUND, FOUND, FLOATS, 0.999)
    near = _changed(answers=[[*FOUND["answers"][0][:2], 0.900001]])
    assert holds(FOUND, near, FLOATS, 0.999)
    shown = "\n".join(table(FOUND, near, FLOATS))
    assert "answers: 1 of 1 are equal, probabilities differ by 1.0e-06 at most" in shown


def test_what_differs_does_not_hold() -> None:
    """A vector of either engine, a span or an answer that differs is told; the network that must not be may differ."""
    turned = [[0.55, 0.835], [1.0, 0.0]]
    for vectors in ({**FOUND["vectors"], NATIVE: turned}, {**FOUND["vectors"], RUNTIME: turned}):
        assert not holds(FOUND, _changed(vectors=vectors), FLOATS, 0.999)
        assert not holds(_changed(vectors=vectors), FOUND, FLOATS, 0.999)
    wide = _changed(vectors={**FOUND["vectors"], WIDE: turned})
    assert holds(FOUND, wide, FLOATS, 0.999)
    assert "| onnxruntime, weights up to 127 | 1.000000 | 0.998000 | 0.998000 |" in list(
        table(FOUND, wide, FLOATS)
    )
    other_span = [asdict(Reading(3, 6, 1.5, 0.75, "甲乙丙"))]
    assert not holds(FOUND, _changed(readings=other_span), FLOATS, 0.999)
    assert not holds(FOUND, _changed(answers=[[[], "not-in-documents", 0.9]]), FLOATS, 0.999)


def test_a_reading_is_the_same_to_its_last_digit() -> None:
    """Unlike an answer's, a reading's probability depends on no vector: any difference is told."""
    near = _changed(readings=[asdict(Reading(3, 5, 1.5, 0.7500001, "甲乙"))])
    assert not holds(FOUND, near, FLOATS, 0.999)


def test_readings_alone_are_compared() -> None:
    """With `--parts readings` there is no table of engines, and what is left out is not held against it."""
    alone = _changed(vectors={}, answers=[])
    assert holds(alone, alone, [], 0.999)
    shown = list(table(alone, alone, []))
    assert not any(line.startswith("|") for line in shown)
    assert "reader: 1 of 1 spans are equal" in shown[0]


def test_questions_come_from_the_sets_in_turns() -> None:
    """The first of each set come first, none comes twice."""
    found = questions_of(["seeds", "seeds_more"])
    assert len(found) == len(set(found)) > 100
    assert found[0] == questions_of(["seeds"])[0]
    assert found[1] == questions_of(["seeds_more"])[0]
