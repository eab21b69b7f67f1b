"""The answer log as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer_log.log import Entry
from bot.cli.render.ansi import BOLD, DIM, styled
from bot.cli.render.answer import shortened
from bot.messages.answer_log import say
from bot.safe_text import safe
from bot.types import Language


def render_log(entries: Sequence[Entry], language: Language, colour: bool = False) -> str:
    """A few lines for each entry: number, time and session, the question, how the answer begins."""
    if not entries:
        return say("empty", language)
    lines = []
    for entry in entries:
        answer = entry.answer
        state = say("declined" if answer.reason else "answered", language)
        head = f"{entry.number}  {entry.when:%Y-%m-%d %H:%M}  {state}  {safe(entry.session)}"
        lines += [
            styled(head, DIM, colour),
            f"   {styled(shortened(' '.join(safe(answer.question).split()), 36), BOLD, colour)}",
        ]
        if answer.claims:
            first = answer.claims[0]
            shown = shortened(" ".join(safe(first.text).split()), 32)
            more = f" (+{len(answer.claims) - 1})" if len(answer.claims) > 1 else ""
            lines.append(f"   {shown if first.own_words else f'「{shown}」'}{more}")
    return "\n".join(lines)
