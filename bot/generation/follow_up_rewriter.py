"""Condenses a follow-up question with a chat model, where the rules only guess.

What the model writes is a question that will be searched for and answered from the documents, so it
can't make an answer false; it could make it one to another question. So it is taken only where it
asks what was asked: with all words of the question, in words that were said before, without a
figure, a name or a negation of its own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from bot.generation.chat_model import StreamingChat
from bot.generation.prompts import as_data, load_prompt
from bot.language.amounts import amounts
from bot.language.characters import EMPTY, is_han, standing_in_pairs
from bot.language.names import touches_name
from bot.language.negation import negation_in
from bot.questions.follow_ups import StandaloneQuestion
from bot.questions.guardrails import commands_a_reader
from bot.questions.question import read_question
from bot.types import Turn
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form

#: Longest question that is taken, and longest reply that is waited for, in characters.
_LONGEST, _MOST_HEARD = 80, 200
#: Seconds that a follow-up may take; the rest of the deadline is the answer's.
_SECONDS = 20.0
#: The same as a share of the deadline.
_SHARE = 0.4
#: Turns that the model is told of, and passages of the last answer with their characters.
_TURNS, _PASSAGES, _PASSAGE = 3, 2, 240

#: The least share of a follow-up's pairs of characters that its condensed form has.
_KEPT = 0.75

#: Words that point at something said before.
_POINTS = re.compile(
    r"它|他(?!人)|她|其(?!中|他|它|余|实)|该(?=[\u4e00-\u9fff])|上述|前面|刚才|前者|后者|此(?!外|前|后|次)|^(?:那|还有)"
)
_UNSAID = re.compile(r"呢[?。]?$")


def rewrite_follow_up(
    chats: StreamingChat,
    catalog: Catalog,
    condensed: StandaloneQuestion,
    question: str,
    history: Sequence[Turn],
    until: float,
) -> StandaloneQuestion:
    """The question as the model condensed it, or as the rules did where that isn't sound.

    Raises `ChatFailed` where the model can't be reached or takes too long.
    """
    now = time.monotonic()
    turns = history[-_TURNS:]
    passages = _passages(turns[-1], catalog)
    given = {
        "history": "\n".join(as_data(turn.question) for turn in turns),
        "passages": "\n".join(as_data(one) for one in passages) or "(无)",
        "question": as_data(question),
    }
    messages = load_prompt("condense").fill(given)
    reply = ""
    for piece in chats.stream(messages, "", None, min(until, now + min(_SECONDS, _SHARE * (until - now)))):
        reply += piece
        if len(reply) > _MOST_HEARD or "\n" in reply.strip():
            break
    said = _question_in(reply)
    if not sound(said, question, [turn.question for turn in turns], passages):
        return condensed
    return StandaloneQuestion(said, turns[-1])


def _passages(turn: Turn, catalog: Catalog) -> list[str]:
    """The beginnings of the passages that the last answer stood on."""
    found = (catalog.passage(key) for key in turn.keys[:_PASSAGES])
    forms = (
        block_form(catalog.document(passage.file), passage.span).text
        for passage in found
        if passage is not None
    )
    return [form[:_PASSAGE] for form in forms if not commands_a_reader(form)]


def _question_in(reply: str) -> str:
    """The question in a reply: its first line, without marks and a label around it."""
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    said = re.sub(r"^(?:改写后的?)?问题\s*[:：]\s*", "", lines[0]) if lines else ""
    return said.strip("\"“”「」'`* ")


def sound(said: str, question: str, before: Sequence[str], passages: Sequence[str]) -> bool:
    """Whether a condensed question asks what `question` asks, in words that were said."""
    form, asked = search_form(said).text, search_form(question).text
    if not 4 <= len(form) <= _LONGEST or commands_a_reader(form):
        return False
    if _POINTS.search(form) or _UNSAID.search(form):
        return False
    sources = "\n".join([asked, *(search_form(one).text for one in (*before, *passages))])
    told = read_question(said)
    own = read_question(question)
    values = {one.value for one in amounts(sources)}
    if any(one.value not in values for one in amounts(form) if not one.lone_one):
        return False
    if any(word.text not in sources for word in told.content if len(word.text) > 1):
        return False
    kept = [word for word in own.content if len(word.text) > 1 and not _POINTS.match(word.text)]
    if any(word.text not in form for word in kept) or _kept_share(asked, form) < _KEPT:
        return False
    if any(bare_form(one).text == bare_form(said).text for one in before):
        return False
    if not _kept_negations(form, asked, search_form(before[-1]).text if before else ""):
        return False
    # An ellipsis (那抓获的呢) asks as the question before it did.
    kinds = {own.kind} if not _UNSAID.search(asked) else {own.kind, read_question(before[-1]).kind}
    return told.kind in kinds and not told.ordinal and not _strange(form, sources)


def _kept_share(asked: str, form: str) -> float:
    """The share of a follow-up's pairs of characters, pointing words aside, that a question has."""
    rest = _UNSAID.sub("", re.sub(r"^(?:那么?|还有|然后|其中)", "", asked))
    parts = re.split(r"[的了又也,?。!、\s]|它们?|他们?|她们?|其(?!中)|这些?|那些?", rest)
    pairs = [part[at : at + 2] for part in parts for at in range(len(part) - 1)]
    return sum(pair in form for pair in pairs) / len(pairs) if pairs else 1.0


def _kept_negations(form: str, asked: str, last: str) -> bool:
    here, there = negation_in(form, 0, len(form)), negation_in(asked, 0, len(asked))
    return bool(here) if there else not here or here in last


def _strange(form: str, sources: str) -> bool:
    """Whether characters that nobody said make up much of a question, or a part of a name."""
    covered = standing_in_pairs(form, sources)
    own = [at for at, char in enumerate(form) if char.isalnum() and char not in EMPTY]
    strange = [at for at in own if not covered[at] and form[at] not in sources]
    if any(is_han(form[at]) and touches_name(form, at, at + 1) for at in strange):
        return True
    return len(strange) > 0.15 * max(1, len(own))
