"""The comparison of processors: what differs is seen, and what holds is said to hold."""

from __future__ import annotations

import copy
import json
import math
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from benchmarks.masked_cpuid import masked, missing
from benchmarks.processors import (
    NATIVE,
    RUNTIME,
    WIDE,
    answer_row,
    documents,
    found_of,
    holds,
    rows,
    sets,
    vector_table,
)
from bot.extraction.reader import Reading
from tests.commands import environment

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
    assert answer_row("甲", FOUND, near) == "| 甲 | 1 of 1 | 1 of 1 | 1.0e-06 |"


def test_what_differs_does_not_hold() -> None:
    """A vector of either engine, a span or an answer that differs is told; the network that must not be may differ."""
    turned = [[0.55, 0.835], [1.0, 0.0]]
    for vectors in ({**FOUND["vectors"], NATIVE: turned}, {**FOUND["vectors"], RUNTIME: turned}):
        assert not holds(FOUND, _changed(vectors=vectors), FLOATS, 0.999)
        assert not holds(_changed(vectors=vectors), FOUND, FLOATS, 0.999)
    wide = _changed(vectors={**FOUND["vectors"], WIDE: turned})
    assert holds(FOUND, wide, FLOATS, 0.999)
    assert "| onnxruntime, weights up to 127 | 1.000000 | 0.998000 | 0.998000 |" in list(
        vector_table(FOUND, wide, FLOATS)
    )
    other_span = [asdict(Reading(3, 6, 1.5, 0.75, "甲乙丙"))]
    assert not holds(FOUND, _changed(readings=other_span), FLOATS, 0.999)
    assert not holds(FOUND, _changed(answers=[[[], "not-in-documents", 0.9]]), FLOATS, 0.999)


def test_a_reading_is_the_same_to_its_last_digit() -> None:
    """Unlike an answer's, a reading's probability depends on no vector: any difference is told."""
    near = _changed(readings=[asdict(Reading(3, 5, 1.5, 0.7500001, "甲乙"))])
    assert not holds(FOUND, near, FLOATS, 0.999)


def test_without_vectors_there_is_no_table_of_them() -> None:
    """A set of which only answers are compared has its row, and vectors are not held against it."""
    alone = _changed(vectors={})
    assert holds(alone, alone, [], 0.999)
    assert list(vector_table(alone, alone, [])) == []
    assert answer_row("乙", alone, alone) == "| 乙 | 1 of 1 | 1 of 1 | 0.0e+00 |"


def test_only_what_both_kinds_have_done_is_compared() -> None:
    """Of a run that was stopped, each set has the questions that both processors have done, in their order."""
    one = {"reading": FOUND["readings"][0], "answer": FOUND["answers"][0]}
    vectors = {NATIVE: [1.0], RUNTIME: [1.0], WIDE: [1.0]}
    here = {"甲:0:vectors": vectors, "甲:0": one, "甲:1": one, "甲乙:0": one}
    there = {"甲:0": one, "甲:0:vectors": vectors, "甲乙:0": one, "甲乙:1": one}
    found, other = found_of("甲", {"here": here, "there": there})
    assert (found["readings"], found["answers"]) == (FOUND["readings"], FOUND["answers"])
    assert (found["vectors"], found["questions"]) == ({name: [[1.0]] for name in vectors}, [0])
    assert other == found


def test_every_set_has_its_documents() -> None:
    """Each file of questions is a set, the smallest first, and the documents that it asks about are there."""
    names = sets()
    assert {"seeds", "other", "final_1"} <= set(names)
    assert [len(rows(name)) for name in names] == sorted(len(rows(name)) for name in names)
    for name in names:
        assert any(documents(name).iterdir()), name


@pytest.mark.skipif(bool(missing()), reason=f"needs {missing()}")
def test_a_masked_processor_says_that_it_has_no_vnni(tmp_path: Path) -> None:
    """Where its `cpuid` is answered for it, the runtime answers and its vectors are those of another kernel, yet near."""
    program = (
        "import json, onnxruntime; from vectorstore.embedding.e5_onnx import RuntimeE5;"
        "print(json.dumps([onnxruntime.__file__, RuntimeE5().embed_query('红河州的十项机制分别是什么？' * 9)]))"
    )
    plain = environment(tmp_path, OMP_NUM_THREADS="1")
    said = []
    for variables in (plain, masked(tmp_path, plain)):
        done = subprocess.run(
            [sys.executable, "-c", program], env=variables, capture_output=True, text=True, check=True
        )
        said.append(json.loads(done.stdout))
    (_, here), (where, there) = said
    assert Path(where).is_relative_to(tmp_path)
    assert math.fsum(a * b for a, b in zip(here, there, strict=True)) >= 0.999
    if "avx512" in Path("/proc/cpuinfo").read_text("utf-8"):
        assert here != there
