"""What kind of list a question asks for, and of what kind a list is by what leads into it."""

from __future__ import annotations

import pytest

from bot.language.list_kinds import is_of_another_kind, kind_met
from bot.language.segmentation import content_words

DENIES = "有下列情形之一的不予登记"
GRANTS = "申请登记应当具备下列条件"
HALVES = "有下列情形之一的停车费减半收取"
DUTIES = "河长履行下列职责"


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("哪些情况不让登记", DENIES),
        ("什么人停车能打对折", HALVES),
        ("河长要管哪些事", DUTIES),
        ("登记要具备哪些条件", GRANTS),
        # What is forbidden is no duty.
        ("条例禁止船主干哪些事", "船主不得有下列行为"),
        # What is asked for without a kind may be led into by anything.
        ("哪些船要登记", DENIES),
    ],
)
def test_a_list_of_the_kind_that_is_asked_for_is_meant(question: str, lead: str) -> None:
    assert not is_of_another_kind(question, [lead])


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("哪些情况不让登记", GRANTS),
        ("登记要具备哪些条件", DENIES),
        ("什么人停车能打对折", GRANTS),
        ("哪些费用能免", GRANTS),
        ("什么情况会取消登记", GRANTS),
    ],
)
def test_a_list_of_another_kind_is_not_meant(question: str, lead: str) -> None:
    assert is_of_another_kind(question, [lead])


def test_only_the_kind_that_a_lead_says_is_met() -> None:
    assert kind_met("河长要管哪些事", [DUTIES])
    assert not kind_met("河长要管哪些事", [GRANTS])
    # 免疫 is free of nothing.
    assert not kind_met("哪些羊要免疫", [HALVES])


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("羊要打哪几种疫苗", ["羊", "疫苗"]),
        ("场地费能打对折吗", ["场地", "费", "打对折"]),
        # What only looks so is one word.
        ("失能老人有多少", ["失能老人"]),
    ],
)
def test_a_modal_verb_is_no_part_of_the_noun_before_it(question: str, words: list[str]) -> None:
    assert [word.text for word in content_words(question)] == words
