"""What became of each sentence that a chat model drafted, as text. Pure functions to strings."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.general import text
from bot.safe_text import safe
from bot.types import Decided, Language

_MARKS = {"shown": "✓", "repaired": "✓", "repeats": "=", "quoted": "✗", "dropped": "✗"}


def render_decided(decided: Sequence[Decided], language: Language) -> str:
    """A block of lines for each sentence: its outcome, what it stood on, what spoke against it."""
    if not decided:
        return text("explain.none", language)
    lines = [text("explain.title", language)]
    for one in decided:
        lines.append(f"{_MARKS[one.outcome]} {text(f'explain.{one.outcome}', language)}:{safe(one.sentence)}")
        lines.append(f"    [{safe(one.key)}] {text('explain.support', language)}:{safe(one.quote)}")
        for flaw, words in one.flaws:
            lines.append(f"    - {text(f'flaw.{flaw}', language)}:{safe(words)}")
    return "\n".join(lines)
