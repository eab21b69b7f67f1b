"""The admins' list of votes as a Telegram message. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.answer_log.votes import Vote
from bot.messages.telegram import say
from bot.telegram.render.rich_text import as_html, block, plain, run
from bot.telegram.render.screens import close_together, shortened
from bot.telegram.transport.message import Outgoing, plain_message
from bot.types import Language

_QUESTION, _ANSWER = 36, 36


def votes_message(votes: Sequence[Vote], good: int, bad: int, language: Language) -> Outgoing:
    """The counts, and of each vote the question and the beginning of the answer."""
    if not votes:
        return plain_message(say("votes-none", language))
    rows = [block(run(say("votes-head", language, good=good, bad=bad), "b"))]
    for vote in votes:
        answer = vote.answer
        said = answer.claims[0].text if answer.claims else say("vote-declined", language)
        when = datetime.fromisoformat(vote.at).strftime("%m-%d %H:%M")
        rows.append(
            block(
                run(f"{'👍' if vote.good else '👎'} {shortened(answer.question, _QUESTION)}\n", "b"),
                run(f"{when} · {shortened(said, _ANSWER)}"),
            )
        )
    blocks = [close_together(rows)]
    return Outgoing(as_html(blocks), plain(blocks))
