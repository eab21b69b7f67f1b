"""Use case: a file of questions with their answers and evidence, and how well they are answered.

Fields of a question are described in `tests/questions/README.md`. All comparisons fold script,
width, punctuation and page damage, as everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.asking import Asks
from bot.errors import BadInput
from bot.model import Answer, Answered, Citation, Turn
from vectorstore.catalog import Catalog
from vectorstore.cleaning import visible
from vectorstore.model import Span
from vectorstore.normalising import bare_form

#: Kinds whose ideal answer cites every place of its evidence, not one of them.
_ALL_PLACES = frozenset({"list", "cross", "conflict"})


@dataclass(frozen=True, slots=True)
class Case:
    """A question of an evaluation, with what is right."""

    id: str
    kind: str
    question: str
    answerable: bool
    answers: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    history: tuple[str, ...] = ()
    split: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went. `rank` is the first rank of any evidence, 0 where there is none."""

    case: Case
    answered: bool
    reason: str
    probability: float
    rank: int
    retrieved: bool
    retrieved_all: bool
    right: bool
    cited: bool
    seconds: float
    claims: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Counts over the questions of one kind."""

    questions: int = 0
    answerable: int = 0
    retrieved: int = 0
    retrieved_all: int = 0
    right: int = 0
    cited: int = 0
    right_and_cited: int = 0
    declined_wrongly: int = 0
    unanswerable: int = 0
    declined_rightly: int = 0
    seconds: list[float] = field(default_factory=list)


def read_cases(path: Path) -> list[Case]:
    """The questions in a JSONL file. Raises `BadInput` naming the line that is wrong."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise BadInput(what=str(path), reason=str(exc)) from exc
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line), number))
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise BadInput(what=f"{path}:{number}", reason=f"{type(exc).__name__} {exc}") from exc
    return cases


def _case(row: dict[str, Any], number: int) -> Case:
    return Case(
        id=str(row.get("id", number)),
        kind=str(row.get("kind", "")),
        question=str(row["question"]),
        answerable=bool(row.get("answerable", True)),
        answers=tuple(tuple(map(str, group)) for group in row.get("answers") or ()),
        evidence=tuple((str(e["doc"]), str(e["quote"])) for e in row.get("evidence") or ()),
        history=tuple(map(str, row.get("history") or ())),
        split=str(row.get("split", "")),
    )


def evaluate(
    cases: Sequence[Case], asker: Asks, catalog: Catalog, report: Callable[[int], None] = lambda _: None
) -> list[Outcome]:
    """Ask every question and judge what comes back."""
    outcomes = []
    for done, case in enumerate(cases, 1):
        answer = asker.ask(case.question, tuple(Turn(earlier) for earlier in case.history))
        outcomes.append(_judge(case, answer, catalog))
        report(done)
    return outcomes


def _judge(case: Case, answer: Answer, catalog: Catalog) -> Outcome:
    evidence = [(doc, bare_form(quote).text) for doc, quote in case.evidence]
    retrieved = [(hit.passage.file, hit.text) for hit in answer.retrieved]
    ranks = [_rank(place, retrieved) for place in evidence]
    in_five = [0 < rank <= 5 for rank in ranks]
    claims = answer.claims if isinstance(answer, Answered) else ()
    said = "|".join(bare_form(claim.text).text for claim in claims)
    citations = [citation for claim in claims for citation in claim.citations]
    held = [any(_covers(c, place, catalog) for c in citations) for place in evidence]
    return Outcome(
        case=case,
        answered=isinstance(answer, Answered),
        reason="" if isinstance(answer, Answered) else answer.reason.value,
        probability=answer.probability,
        rank=min((rank for rank in ranks if rank), default=0),
        retrieved=any(in_five),
        retrieved_all=bool(in_five) and all(in_five),
        right=bool(claims) and all(any(bare_form(one).text in said for one in g) for g in case.answers),
        cited=bool(held) and (all(held) if case.kind in _ALL_PLACES else any(held)),
        seconds=answer.seconds,
        claims=tuple(claim.text for claim in claims),
    )


def _rank(place: tuple[str, str], retrieved: Iterable[tuple[str, str]]) -> int:
    doc, quote = place
    for rank, (file, text) in enumerate(retrieved, 1):
        if _is_document(file, doc) and quote in bare_form(text).text:
            return rank
    return 0


def _is_document(file: str, doc: str) -> bool:
    return file.startswith(doc) or file.rsplit("/", 1)[-1].startswith(doc)


def _covers(citation: Citation, place: tuple[str, str], catalog: Catalog) -> bool:
    """Whether a citation quotes the evidence, in the same document."""
    doc, quote = place
    if not _is_document(citation.file, doc):
        return False
    document = catalog.document(citation.file)
    span = Span(citation.span.start, citation.span.end)
    return quote in bare_form(visible(document.text, span, document.markup)).text


def tallies(outcomes: Sequence[Outcome]) -> dict[str, Tally]:
    """The counts by kind in the order of the file, and over all under an empty name."""
    found: dict[str, Tally] = {}
    for outcome in outcomes:
        for kind in (outcome.case.kind, ""):
            _count(found.setdefault(kind, Tally()), outcome)
    overall = found.pop("", Tally())
    return {**found, "": overall}


def _count(tally: Tally, outcome: Outcome) -> None:
    tally.questions += 1
    tally.seconds.append(outcome.seconds)
    if outcome.case.answerable:
        tally.answerable += 1
        tally.retrieved += outcome.retrieved
        tally.retrieved_all += outcome.retrieved_all
        tally.right += outcome.right
        tally.cited += outcome.cited
        tally.right_and_cited += outcome.right and outcome.cited
        tally.declined_wrongly += not outcome.answered
    else:
        tally.unanswerable += 1
        tally.declined_rightly += not outcome.answered
