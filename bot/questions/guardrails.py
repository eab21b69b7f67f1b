"""Sentences of documents that speak to the program that reads them, which no claim may stand on.

Questions are not judged here: 伪造公文会受到什么处罚 is an everyday question, and what a question
says can't harm, since only quotations are shown.
"""

from __future__ import annotations

from bot.language.word_lists import says


def commands_a_reader(form: str) -> bool:
    """Whether a document's search form speaks to the program that reads it."""
    return says("commands", form)
