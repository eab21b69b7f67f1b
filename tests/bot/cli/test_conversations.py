"""Ten conversations of eight turns, with greetings, thanks and changes of subject, at the command line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.bot.conversations import CONVERSATIONS, SMALL_TALK
from tests.commands import Done
from vectorstore.text.search_form import bare_form


def _shown(yinju: Callable[..., Done], turns: list[tuple[str, str]]) -> list[str]:
    """What each turn shows; a command that doesn't exist stands between them, which none remembers."""
    lines = [line for number, (said, _) in enumerate(turns) for line in (said, f"/end{number}")]
    done = yinju("chat", stdin="\n".join(lines))
    assert (done.code, done.err) == (0, "")
    return re.split(r"[^\n]*/end\d[^\n]*\n", done.out)


def test_there_are_ten_conversations_of_eight_turns() -> None:
    """All of them hold small talk and questions."""
    assert [len(turns) for turns in CONVERSATIONS] == [8] * 10
    for turns in CONVERSATIONS:
        assert any(SMALL_TALK.search(shown) for _, shown in turns)
        assert any(shown and not SMALL_TALK.search(shown) for _, shown in turns)


@pytest.mark.parametrize("turns", CONVERSATIONS, ids=lambda turns: turns[0][0])
def test_no_turn_of_a_conversation_is_misread(
    yinju: Callable[..., Done], turns: list[tuple[str, str]]
) -> None:
    """Each turn shows what was asked for, small talk gets no quotation, and what was understood is a sentence."""
    parts = _shown(yinju, turns)
    for (said, wanted), shown in zip(turns, parts, strict=False):
        # Two of the documents are in traditional script.
        assert bare_form(wanted).text in bare_form(shown).text, (said, shown)
        if SMALL_TALK.search(wanted):
            assert "[1]" not in shown, (said, shown)
        understood = re.search(r"理解为[::](.*)", shown)
        assert not (understood and re.search("谢谢|你好|好的", understood[1])), (said, shown)
