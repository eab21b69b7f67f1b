"""The answer log as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer_log.kept_answers import KeptAnswer
from bot.answer_log.log import Entry
from bot.answer_log.votes import Vote
from bot.cli.render.ansi import BOLD, DIM, styled
from bot.cli.render.answer import shortened
from bot.messages.answer_log import say
from bot.messages.safe_text import safe
from bot.types import Language


def render_log(entries: Sequence[Entry], language: Language, colour: bool = False) -> str:
    """A few lines for each entry: number, time and session, the question, how the answer begins."""
    if not entries:
        return say("empty", language)
    lines = []
    for entry in entries:
        head = f"{entry.number}  {entry.when:%Y-%m-%d %H:%M}  {_state(entry.answer, language)}  {safe(entry.session)}"
        lines += [styled(head, DIM, colour), *_asked_and_said(entry.answer, colour)]
    return "\n".join(lines)


def render_votes(votes: Sequence[Vote], language: Language, colour: bool = False) -> str:
    """A few lines for each vote: 👍 or 👎, time and chat, the question, how the answer begins."""
    if not votes:
        return say("no-votes", language)
    lines = []
    for vote in votes:
        chat = say("chat", language, chat=vote.chat)
        head = f"{thumb(vote)}  {vote.when:%Y-%m-%d %H:%M}  {_state(vote.answer, language)}  {chat}"
        lines += [styled(head, DIM, colour), *_asked_and_said(vote.answer, colour)]
    return "\n".join(lines)


def votes_line(good: int, bad: int, language: Language) -> str:
    """How many votes there are, and how they are listed."""
    return say("votes", language, good=good, bad=bad)


def thumb(vote: Vote) -> str:
    """The sign of a vote."""
    return "👍" if vote.good else "👎"


def _state(answer: KeptAnswer, language: Language) -> str:
    return say("declined" if answer.reason else "answered", language)


def _asked_and_said(answer: KeptAnswer, colour: bool) -> list[str]:
    lines = [f"   {styled(shortened(' '.join(safe(answer.question).split()), 36), BOLD, colour)}"]
    if answer.claims:
        first = answer.claims[0]
        shown = shortened(" ".join(safe(first.text).split()), 32)
        more = f" +{len(answer.claims) - 1}" if len(answer.claims) > 1 else ""
        lines.append(f"   {shown if first.own_words else f'「{shown}」'}{more}")
    return lines
