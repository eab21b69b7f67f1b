"""Names of people: rare ones are told by their surname and by where they stand."""

from __future__ import annotations

import pytest

from bot.language.people import people_in

FOUND = {
    "县交通运输局局长鄢道临": ["鄢道临"],
    "联系人:申屠婧,咨询电话:6682 019": ["申屠婧"],
    "本报记者 步青禾": ["步青禾"],
    "发言人逯晓峰说": ["逯晓峰"],
    "乜云龙副县长讲话": ["乜云龙"],
    "桑景行 中北建设集团 高级工程师": ["桑景行"],
    "全体委员和代表参加": [],
    "副主任委员会议": [],
    "高速,安全,方便": [],
}


@pytest.mark.parametrize("form", FOUND)
def test_names_are_found_where_names_stand(form: str) -> None:
    """Behind an office or a label, before an office, or as a cell; common words there are no names."""
    assert [one.text for one in people_in(form)] == FOUND[form]
