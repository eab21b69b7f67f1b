"""What people ask for in their own measure words, and the sentence that gives it in an office's."""

from __future__ import annotations

import pytest

from bot.extraction.answer_types import answers_of_type
from bot.questions.question import read_question
from vectorstore.text.search_form import search_form


@pytest.mark.parametrize(
    ("question", "sentence", "given"),
    [
        ("几天能拿到证？", "五个工作日内发放。", "五个工作日"),
        ("多久能拿到证？", "30个工作日内发放。", "30个工作日"),
        ("多久答复？", "两个星期内答复。", "两个星期"),
        ("全市排第几名？", "综合评分列全市第3位。", "第3"),
        ("哪天生效？", "本办法自公布之日起施行。", "公布之日"),
        ("什么时候停航？", "风力达到6级时停航。", "风力达到6级时"),
        ("新路什么时候能挖？", "新建道路交付使用满五年后方可挖掘。", "满五年"),
        ("画展在什么地方展出？", "云桥区文化馆三楼东厅。", "云桥区文化馆三楼东厅"),
        ("打几针？", "全程接种3剂。", "3剂"),
        ("每天几顿？", "每日供餐三顿。", "三顿"),
        ("发几盒？", "每户发放口罩2盒。", "2盒"),
        ("养了多少羽？", "存栏蛋鸡3200羽。", "3200羽"),
        ("夜里打什么电话？", "值班电话 0640 558 2230。", "0640 558 2230"),
    ],
)
def test_the_figure_that_is_asked_for_is_found(question: str, sentence: str, given: str) -> None:
    found = answers_of_type(read_question(question), search_form(sentence).text)
    assert given in [one.text for one in found]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("哪一天停航？", "风力达到6级时停航。"),
        ("几天能拿到证？", "五个月内发放。"),
        ("打几针？", "全程接种3次。"),
        ("提了哪几点要求？", "上午9点开会。"),
    ],
)
def test_what_is_of_another_measure_is_none(question: str, sentence: str) -> None:
    assert not answers_of_type(read_question(question), search_form(sentence).text)
