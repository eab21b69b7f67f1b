"""Sentences of documents that speak to the program that reads them, which no claim may stand on.

Questions are not judged here: 伪造公文会受到什么处罚 is an everyday question, and what a question
says can't harm, since only quotations are shown.
"""

from __future__ import annotations

import re

#: What no document says to people: words that are meant for a model that reads along.
_COMMAND = re.compile(
    r"(?:忽略|无视)(?:以上|之前|前面|上面|此前|先前)(?:的|所有)|系统(?:提示|通知】)|提示词|(?:智能|ai)助手|如果你是(?:人工智能|ai|模型)|"
    r"ignore (?:all|any|the|your) |(?:previous|above) instructions|system prompt|you must |do not answer|dear assistant|\[(?:assistant|user|system)\]"
)


def commands_a_reader(form: str) -> bool:
    """Whether a document's search form speaks to the program that reads it."""
    return bool(_COMMAND.search(form))
