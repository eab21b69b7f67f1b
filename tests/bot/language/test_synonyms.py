"""The words that documents write for what people say."""

from __future__ import annotations

from bot.language.synonyms import _FILE, everyday_words_in, official_words_for
from vectorstore.text.search_form import search_form


def test_every_line_says_what_stands_for_what() -> None:
    """Each line has words on both sides of its one mark, all in simplified script."""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        sides = line.split(">") if ">" in line else line.split("=")
        assert len(sides) > 1, line
        assert all(side.strip() for side in sides), line
        assert search_form(line.replace(" ", "")).text == line.replace(" ", "").lower(), line


def test_interchangeable_words_stand_for_one_another() -> None:
    """A = line works both ways, a > line one way."""
    words = official_words_for()
    assert "群众" in words["老百姓"]
    assert "老百姓" in words["群众"]
    assert "整改" in words["改完"]
    assert "改完" not in words.get("整改", ())


def test_nothing_stands_for_itself_and_no_question_word_is_one() -> None:
    """A word is none of those that may be written for it, and what asks stands for nothing."""
    assert not [word for word, others in official_words_for().items() if word in others]
    assert not [
        word for word in official_words_for() if any(asks in word for asks in ("多少", "什么", "哪", "几"))
    ]


def test_the_longest_phrase_is_found() -> None:
    """开始执行 is found whole, with what is written for it."""
    form = "办法从哪天开始执行?"
    assert (5, "开始执行") in everyday_words_in(form)
    assert "施行" in official_words_for()["开始执行"]
