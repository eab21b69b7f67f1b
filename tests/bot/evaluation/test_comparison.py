"""Comparing two evaluations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.evaluation.comparison import Before, Change, compare, read_before
from bot.evaluation.evaluate import Case, Outcome
from bot.evaluation.report.as_json import evaluation_json
from bot.evaluation.report.table import render_comparison
from bot.types import Language

CASE = Case("a", "number", "有多少件?", True, (("3件",),), (("000", "共3件"),))
GOOD = Outcome(CASE, True, "", 0.9, 1, True, True, True, True, 0.1, ("共3件。",), ranks=(1,))


def _before(outcome: Outcome) -> dict[str, Before]:
    case = outcome.case
    old = Before(
        case.id, case.kind, case.question, outcome.good, outcome.answered, outcome.rank, outcome.probability
    )
    return {case.id: old}


@pytest.mark.parametrize(
    ("then", "now", "change"),
    [
        (GOOD, replace(GOOD, right=False), Change.WORSE),
        (replace(GOOD, answered=False, probability=0.1), GOOD, Change.BETTER),
        (replace(GOOD, rank=4), GOOD, Change.OTHER),
        (GOOD, replace(GOOD, case=replace(CASE, question="几件?")), Change.NEW),
        (GOOD, replace(GOOD, case=replace(CASE, id="b")), Change.NEW),
    ],
)
def test_a_change_is_told_by_id_and_words(then: Outcome, now: Outcome, change: Change) -> None:
    """A question is compared with itself only; going wrong is worse, going right better."""
    found = compare(_before(then), [now])
    assert found.changed[0].change is change
    assert len(found.of(Change.GONE)) == (change is Change.NEW)
    assert found.compared == (change is not Change.NEW)


def test_what_did_not_change_is_not_listed() -> None:
    """The same outcome twice is no change, and a probability alone is none."""
    found = compare(_before(GOOD), [replace(GOOD, probability=0.8)])
    assert found.changed == ()
    assert (found.good_before, found.good_now) == (1, 1)


def test_the_json_of_a_run_is_what_the_next_one_reads(tmp_path: Path) -> None:
    """`--json` written to a file is read back with nothing lost that is compared."""
    path = tmp_path / "old.json"
    path.write_text(json.dumps(evaluation_json([GOOD], {})), encoding="utf-8")
    assert read_before(path) == _before(GOOD)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "{", '{"questions": 3}', '{"questions": [{"id": "a"}]}', '{"questions": [7]}', "null"],
)
def test_a_file_that_is_no_evaluation_is_named(tmp_path: Path, text: str) -> None:
    """Whatever the file holds, the error names it and is no other error."""
    path = tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_before(path)
    assert caught.value.params["what"] == str(path)
    assert caught.value.params["reason"]


def test_a_question_cannot_steer_the_terminal() -> None:
    """An escape sequence in a question is not in what is printed."""
    bad = replace(GOOD, case=replace(CASE, question="多少\x1b[31m件?"), right=False)
    shown = render_comparison(compare(_before(replace(bad, right=True)), [bad]), Language.CHINESE)
    assert "变差：a [数字] 多少[31m件?" in shown
    assert "\x1b" not in shown
