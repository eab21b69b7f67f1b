"""Sentences are read off a reply as they become whole, and never before."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.generation.reply_parser import JsonReply, MarkedReply, schema_for
from bot.verification.verdict import Drafted

ROWS = [
    {"key": "BCDF", "quote": "收到“意见”}]12条", "sentence": "共收到12条。"},
    {"key": "GHJK", "quote": "a\\b\n", "sentence": '写着"是"。'},
]
WHOLE = json.dumps({"sentences": ROWS}, ensure_ascii=False)
DRAFTED = [Drafted(*(row[name].strip() for name in ("key", "quote", "sentence"))) for row in ROWS]


@given(st.lists(st.integers(0, len(WHOLE)), max_size=12))
def test_any_cutting_of_a_reply_gives_the_same_sentences(cuts: list[int]) -> None:
    """However a JSON reply is cut into pieces, its sentences come out whole and once."""
    places = [0, *sorted(cuts), len(WHOLE)]
    reads = JsonReply()
    found = [one for a, b in zip(places, places[1:], strict=False) for one in reads.feed(WHOLE[a:b])]
    assert found == DRAFTED
    assert reads.understood


@given(st.integers(0, len(WHOLE) - 1))
def test_a_reply_that_breaks_off_gives_whole_sentences_only(end: int) -> None:
    """What a reply breaks off in the middle of is not given out, and the reply is not understood."""
    reads = JsonReply()
    found = [*reads.feed(WHOLE[:end]), *reads.end()]
    assert found == DRAFTED[: len(found)]
    assert len(found) <= WHOLE[:end].count("}")
    assert reads.understood == (end == len(WHOLE) - 1)


@given(st.text())
def test_nonsense_is_no_sentence(text: str) -> None:
    """A reply without the list of sentences gives none and is not understood."""
    reads = JsonReply()
    if '"sentences"' not in text:
        assert list(reads.feed(text)) == []
        assert not reads.understood


def test_words_around_the_object_are_passed_over() -> None:
    """A model that thinks aloud or fences its JSON is understood all the same."""
    reads = JsonReply()
    assert list(reads.feed(f"<think>好的</think>\n```json\n{WHOLE}\n```")) == DRAFTED
    assert reads.understood


def test_an_empty_list_is_an_answer_and_wrong_rows_are_none() -> None:
    """`[]` says that there is nothing to say; a list of rows of another form says nothing."""
    empty, wrong = JsonReply(), JsonReply()
    assert [*empty.feed('{"sentences": []}'), *wrong.feed('{"sentences": [1, {"key": 2}]}')] == []
    assert (empty.understood, wrong.understood) == (True, False)


def test_marked_lines_are_sentences_once_they_end() -> None:
    """A line is given out with its line feed; the last one when the reply ends in good order."""
    reads = MarkedReply()
    assert list(reads.feed("1. BCDF | 「收到12条」 | 共收到")) == []
    assert list(reads.feed("12条。\nGHJK｜原文｜句子")) == [Drafted("BCDF", "收到12条", "共收到12条。")]
    assert list(reads.end()) == [Drafted("GHJK", "原文", "句子")]
    assert reads.understood


def test_chatter_is_no_marked_answer() -> None:
    """Lines of another form are passed over; a reply of nothing else is not understood; 无 is."""
    chatter, none = MarkedReply(), MarkedReply()
    assert [*chatter.feed("好的,以下是回答:\n没有\n"), *none.feed("无。\n")] == []
    assert (chatter.understood, none.understood) == (False, True)


def test_the_schema_caps_every_text_and_names_the_keys() -> None:
    """Each string of the schema has an end, and a key is one of those offered."""
    schema = schema_for(("BCDF",))
    item = schema["properties"]["sentences"]["items"]["properties"]
    assert item["key"]["enum"] == ["BCDF"]
    assert all("maxLength" in item[name] for name in ("quote", "sentence"))
    assert schema["properties"]["sentences"]["maxItems"]
