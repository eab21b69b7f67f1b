"""Lists of words that say one thing."""

from __future__ import annotations

import re
from pathlib import Path

from bot.language.word_lists import _FILE, _lists, begins_with, ends_with, is_word_of, parse, says

BOT = Path(__file__).resolve().parents[3] / "bot"


def test_a_list_is_words_and_the_longer_ones_that_mean_something_else() -> None:
    """进口 stands in 进口总额, and not in 进口岸; a space is written as `_`."""
    ports = parse("出口 进口 -进口岸 how_many")
    assert ports.words == ("出口", "进口", "how many")
    assert ports.stands_in("全年进口总额")
    assert not ports.stands_in("开放了两个进口岸")
    assert ports.stands_in("how many ports")


def test_texts_are_asked_for_the_words_of_a_list() -> None:
    """Anywhere, at the beginning, at the end, or as a whole."""
    assert says("asks-why", "罚款的原因是什么")
    assert not says("asks-why", "罚款多少")
    assert not says("asks", "他几乎没有说话")
    assert begins_with("wants", "请列出来")
    assert not begins_with("wants", "把它列出来")
    assert ends_with("asks-penalty", "要受处分")
    assert is_word_of("of-steps", "流程")
    assert not is_word_of("of-steps", "流程图")


def test_every_list_is_used_and_every_list_that_is_used_is_there() -> None:
    """A name in the code without a list, or a list that nothing asks, is a mistake."""
    code = "\n".join(path.read_text("utf-8") for path in BOT.rglob("*.py"))
    asked = set(re.findall(r'(?:says|is_word_of|words_of|begins_with|ends_with)\(\s*f?"([a-z-]+)"', code))
    named = {name for name in _lists() if f'"{name}"' in code or name.startswith("english-")}
    assert asked <= set(_lists())
    assert set(_lists()) == named


def test_no_list_has_a_word_twice_or_one_that_another_makes_idle() -> None:
    """多少钱 beside 多少 would say nothing more."""
    for name, one in _lists().items():
        assert len(set(one.words)) == len(one.words), name
    assert _FILE.is_file()
