"""Answers as JSON. The fields are stable: see docs/json.md."""

from __future__ import annotations

from typing import Any

from bot.messages.general import note_text
from bot.types import Answer, Answered, Citation, Claim, Language, ShortAnswer
from vectorstore.types import Hit


def answer_json(answer: Answer, language: Language, top: int = 5, id: str = "") -> dict[str, Any]:
    """An answer as a JSON object.

    `start` and `end` count characters of the decoded source file, `source[start:end] == quote`.
    `probability` is that of the documents answering the question, 0 to 1.
    """
    answered = isinstance(answer, Answered)
    return {
        "id": id,
        "question": answer.question,
        "status": "answered" if answered else "declined",
        "reason": None if isinstance(answer, Answered) else answer.reason.value,
        "probability": round(answer.probability, 4),
        "answer": _short(answer.short) if isinstance(answer, Answered) and answer.short else None,
        "claims": [claim_json(claim) for claim in answer.claims] if isinstance(answer, Answered) else [],
        "nearest": [] if isinstance(answer, Answered) else [_citation(one) for one in answer.nearest],
        "retrieved": [_hit(rank, hit) for rank, hit in enumerate(answer.retrieved[:top], 1)],
        "notes": [note_text(note, language) for note in answer.notes],
        "seconds": round(answer.seconds, 4),
    }


def _short(short: ShortAnswer) -> dict[str, Any]:
    """The figure, date or name that was asked for, and where it stands."""
    span = short.span
    return {
        "text": short.text,
        "key": short.citation.key,
        "file": short.citation.file,
        "start": span.start,
        "end": span.end,
    }


def claim_json(claim: Claim) -> dict[str, Any]:
    """A claim with its citations."""
    return {
        "text": claim.text,
        "citations": [_citation(one) for one in claim.citations],
        "own_words": claim.own_words,
        "subject": claim.subject,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "key": citation.key,
        "file": citation.file,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "page": citation.passage.page,
        "confidence": citation.passage.confidence or None,
        "figures": [{"start": one.start, "end": one.end} for one in citation.emphasis],
    }


def _hit(rank: int, hit: Hit) -> dict[str, Any]:
    return {
        "rank": rank,
        "key": hit.passage.key,
        "file": hit.passage.file,
        "start": hit.passage.span.start,
        "end": hit.passage.span.end,
        "score": round(hit.score, 4),
    }
