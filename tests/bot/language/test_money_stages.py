"""Money that was asked for, agreed on, or paid."""

from __future__ import annotations

import pytest

from bot.language.money_stages import of_other_stage, stage_of


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("请求判决支付工资9000元", "claimed"),
        ("法院判决支付工资4000元", "paid"),
        ("全年签约金额6.2亿元", "agreed"),
        ("实际到位资金2.1亿元", "paid"),
        ("要求公司支付医疗费9000元", "claimed"),
        ("最后判给她多少钱", "paid"),
        ("每人补助300元", ""),
    ],
)
def test_a_clause_is_of_the_first_stage_that_it_says(text: str, stage: str) -> None:
    """What is asked of a court is not what it decided."""
    assert stage_of(text) == stage


def test_a_sentence_with_both_sums_answers_for_either() -> None:
    """Only a sentence all of whose sums are of another stage is none for the question."""
    both = "周某请求支付9000元,法院判决支付4000元。"
    places = [both.index("9000"), both.index("4000")]
    assert not of_other_stage("最后付了多少", both, places)
    assert of_other_stage("最后付了多少", both, places[:1])
    assert not of_other_stage("补助多少", both, places[:1])
