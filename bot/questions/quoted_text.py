"""Whether what somebody sends is a sentence to be checked rather than a question."""

from __future__ import annotations

from bot.language.characters import is_han
from bot.language.limits import LIMITS
from bot.language.word_lists import begins_with, says
from bot.questions.small_talk import small_talk
from vectorstore.text.search_form import search_form

_OPENING, _CLOSING = "\"“「『‘'", "\"”」』’'"


def looks_quoted(text: str) -> bool:
    """Whether a text states something in a document's words, and asks for nothing.

    Only what it looks like: whether the documents have it is for the locator to say.
    """
    form = search_form(text).text.strip()
    quoted = text.strip().rstrip("。.!")
    if len(quoted) >= LIMITS.quoted and quoted[0] in _OPENING and quoted[-1] in _CLOSING:
        return True
    if sum(map(is_han, form)) < LIMITS.sentence or small_talk(text):
        return False
    asks = says("asks", form) or says("asks-besides", form) or form.endswith(("么", "嘛"))
    return not (asks or begins_with("wants", form))
