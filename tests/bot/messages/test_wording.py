"""How the Chinese of every message is written: full-width marks (GB/T 15834), one word for one thing."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import bot.messages
from bot.messages.marks import bracketed, labelled, listed
from bot.types import Language

_HANZI = r"[\u4e00-\u9fff]"
#: What a program reads stands between other characters; `主机:端口` is a form to type.
_TYPED = re.compile(r"https?://\S+|socks5://\S+|提供者:名称|Choose a language:|\{\"id\"[^}]*\}|\w+=\S*")
#: A half-width mark beside a Chinese character, behind a full-width mark or at the end of a sentence.
_HALF_WIDTH = re.compile(rf"{_HANZI}[,;:!?()]|[,;:!?()]{_HANZI}|[）”」』][,;:!?]|[,;:]$")
#: Other words for 引文编号, 对话模型, 文档 as something that is asked.
_OTHER_WORDS = re.compile("引用键|引文键|语言模型|大模型|答复|知识库")


def _texts() -> Iterator[tuple[str, str]]:
    """Every Chinese text of the message files, with where it stands."""
    for module in pkgutil.iter_modules(bot.messages.__path__):
        found = vars(importlib.import_module(f"bot.messages.{module.name}"))
        for name, value in found.items():
            if not isinstance(value, dict) or name == "EXAMPLES":
                continue
            for code, both in value.items():
                if isinstance(both, tuple) and both and isinstance(both[0], str):
                    yield f"{module.name}.{name}.{code}", both[0]


def test_chinese_is_written_with_full_width_marks_and_one_word_for_a_thing() -> None:
    """No mark beside Chinese is half-width, nothing has a second name, 第3段 has no spaces."""
    for code, chinese in _texts():
        assert not _HALF_WIDTH.search(_TYPED.sub("", chinese)), code
        assert not _OTHER_WORDS.search(chinese), code
        assert not re.search(r"第 (?:\{\w+\}|\d+) ?(?:段|行|页|位|部分)", chinese), code


def test_the_texts_are_found() -> None:
    """The search above reaches every file of messages that has texts."""
    files = {code.split(".")[0] for code, _ in _texts()}
    assert {"general", "help", "telegram", "serving", "evaluation", "citations", "unread"} <= files
    assert len(list(_texts())) > 500


def test_marks_are_those_of_the_language() -> None:
    """A name's colon, brackets and commas are full width in Chinese and have spaces in English."""
    chinese, english = Language.CHINESE, Language.ENGLISH
    assert (labelled("日期", "5月", chinese), labelled("date", "May", english)) == ("日期：5月", "date: May")
    assert ("a.pdf" + bracketed("坏", chinese), "a.pdf" + bracketed("bad", english)) == (
        "a.pdf（坏）",
        "a.pdf (bad)",
    )
    assert (listed(["甲", "乙"], chinese), listed(["a", "b"], english)) == ("甲、乙", "a, b")
