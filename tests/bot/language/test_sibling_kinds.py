"""Things of one sort: 授权量 is no 申请量, and the table that says so holds what it must."""

from __future__ import annotations

import pytest

from bot.language.sibling_kinds import kinds_in, names_sibling, rows, sibling_in


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("全年专利授权量是多少", "全年专利申请量3120件"),
        ("药师几点考试", "医师资格考试上午9时开始"),
        ("出租车起步价多少", "公交票价|一票制,每人2元"),
        ("集装箱吞吐量是多少", "港口货物吞吐量突破1500万吨"),
    ],
)
def test_a_sentence_about_another_thing_of_the_sort_is_noticed(asked: str, said: str) -> None:
    """In the sentence or in what stands over it."""
    assert names_sibling(asked, said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("全年专利授权量是多少", "全年专利申请量3120件,授权量1876件"),
        ("药师几点考试", "药师和医师的考试上午9时开始"),
        ("医师和药师分别几点考试", "医师考试上午9时开始"),
        ("旅游收入多少", "接待游客20万人次,旅游总收入3亿元"),
        ("出口额多少", "进口12亿元,出口71亿元"),
        ("场(厂)内专用机动车辆多少台", "电梯320台,场(厂)内机动专用机动车辆12台"),
        ("的士起步价多少", "公交一票制2元,出租车起步价8元"),
    ],
)
def test_what_is_said_in_other_words_or_beside_is_left(asked: str, said: str) -> None:
    """By a synonym, parted, without its measure, or where both are asked about."""
    assert not names_sibling(asked, said)


def test_of_words_inside_one_another_the_longest_counts() -> None:
    """助理医师 is no 医师."""
    assert set(kinds_in("助理医师考试").values()).isdisjoint({"医师"})


@pytest.mark.parametrize(
    ("thing", "form", "said"),
    [
        ("药师", "医师考试几点开始", "医师"),
        ("药师", "药师考试几点开始", ""),
        ("药师", "医师和护士的考试几点开始", ""),
        ("不在表里的东西", "医师考试几点开始", ""),
    ],
)
def test_the_one_sibling_in_a_question(thing: str, form: str, said: str) -> None:
    """None where the question names the thing itself or several of its sort."""
    assert sibling_in(thing, form) == said


def test_every_row_has_kinds_that_differ() -> None:
    """At least two kinds, no word in two of them, none of one character, and no row twice."""
    seen = set()
    for row in rows():
        words = [word for kind in row for word in kind]
        assert len(row) > 1
        assert len(words) == len(set(words)), row
        assert min(map(len, words)) > 1, row
        assert frozenset(row) not in seen, row
        seen.add(frozenset(row))
