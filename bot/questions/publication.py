"""Questions about a document itself: when it was published, signed or issued."""

from __future__ import annotations

from bot.language.word_lists import says
from bot.questions.question import Kind, Question


def asks_publication(question: Question) -> bool:
    """Whether a question asks when a document appeared or was signed."""
    form = question.form
    appeared = says("published", form) or says("signed", form)
    return question.kind is Kind.DATE and appeared and says("documents", form)
