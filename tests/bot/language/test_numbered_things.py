"""Things that go by their number, and a text that speaks of another one or of none."""

from __future__ import annotations

import pytest

from bot.language.numbered_things import lacks_number, of_other_number
from bot.language.segmentation import words
from vectorstore.text.search_form import search_form


@pytest.mark.parametrize(
    ("asked", "said", "other", "lacks"),
    [
        ("五号隧道多长", "六号隧道长900米", True, True),
        ("五号隧道多长", "五号隧道长900米", False, False),
        ("3号线何时开通", "全市轨道交通里程达到60公里", False, True),
        ("第三届运动会", "第二届运动会", True, False),
        ("3月5号上午", "会议推迟", False, False),
        ("第二实验小学新增学位多少个", "第三实验小学新增学位960个", True, False),
        ("第一人民医院有多少张床", "市第一人民医院有床位300张", False, False),
        ("公交9路设多少个站", "新开通公交8路,设站21个", True, False),
        ("五星级公厕几分钟保洁一次", "三星级|保洁间隔30分钟", True, False),
        ("哪些情形扣二十分", "有下列情形之一的,扣3分", True, False),
        ("哪些情形扣三分", "有下列情形之一的,扣3分", False, False),
        ("扣发百分之十", "扣十分之一", False, False),
        ("第二版收录多少项", "第三版收录305项", True, False),
    ],
)
def test_a_number_tells_things_of_one_kind_apart(asked: str, said: str, other: bool, lacks: bool) -> None:
    assert (of_other_number(asked, said), lacks_number(asked, said)) == (other, lacks)


def test_a_numbered_thing_and_a_year_are_one_word_each() -> None:
    """A segmenter alone takes 年老 out of 2023年老旧小区."""
    texts = [word.text for word in words("2023年老旧小区旁的3号线")]
    assert texts[0] == "2023年"
    assert texts[-1] == "3号线"


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("18路撤销了哪个站", '7路撤销"棉纺厂"站', True),
        ("7路撤销了哪个站", '7路撤销"棉纺厂"站', False),
        ("沿三岔路口往北走多少米", '7路撤销"棉纺厂"站', False),
    ],
)
def test_a_line_of_buses_goes_by_its_number(asked: str, said: str, other: bool) -> None:
    """Also where nobody says 公交."""
    assert of_other_number(asked, said) is other


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("启动Ⅳ级响应要报谁批准", "降雪量达到8毫米时启动Ⅱ级响应", True),
        ("启动Ⅳ级响应要报谁批准", "降雪量达到3毫米时启动Ⅳ级响应", False),
        ("启动四级响应要报谁批准", "降雪量达到3毫米时启动Ⅳ级响应", False),
        ("启动四级响应要报谁批准", "降雪量达到3毫米时启动III级响应", True),
        ("县级以上人民政府", "乡级人民政府", False),
        ("双人间一晚多少钱", "六人间每晚45元", True),
        ("双人间一晚多少钱", "两人间每晚110元", False),
        ("四人房一晚多少钱", "单人房每晚90元", True),
        ("三居室的租金", "两居室每月900元", True),
        ("十一孔桥有多长", "五孔桥长48米", True),
        ("十一孔桥有多长", "11孔桥长102米", False),
        ("第四档补助多少", "二档补助600元", True),
        ("第四档补助多少", "四档补助300元", False),
        ("第一档案馆在哪里", "第二档案馆迁到新址", False),
        ("七座客车收多少", "五座客车收15元", True),
        ("24芯光缆多长", "48芯光缆长9公里", True),
    ],
)
def test_levels_rooms_and_sizes_go_by_their_number(asked: str, said: str, other: bool) -> None:
    """In Roman figures too, and 双 and 两 are two."""
    assert of_other_number(search_form(asked).text, search_form(said).text) is other


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("一级残疾每月领多少?", "一、二级残疾人每月领取120元。", False),
        ("二级伤残补助多少?", "一至四级伤残的,补助九成。", False),
        ("五级伤残补助多少?", "一至四级伤残的,补助九成。", True),
        ("三级教师一课时多少钱?", "三级、四级教师每课时50元。", False),
        ("三档电价是多少?", "一、二档电价不变。", True),
    ],
)
def test_numbers_in_a_row_are_each_there(asked: str, said: str, other: bool) -> None:
    """Of 一至四级 each is spoken of, and none beyond."""
    assert of_other_number(asked, said) is other
