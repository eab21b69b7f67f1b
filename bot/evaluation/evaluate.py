"""Use case: a file of questions with their answers and evidence, and how well they are answered.

Fields of a question are described in `tests/questions/README.md`. All comparisons fold script,
width, punctuation and page damage, as everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import BadInput, os_reason
from bot.questions.asker import Asks
from bot.types import Answer, Answered, Citation, Signs, Turn
from vectorstore.documents.line_roles import visible
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Hit, Span

if TYPE_CHECKING:
    from bot.evaluation.recording_reader import WatchedReader
    from bot.extraction.reader import Reading

#: Kinds whose ideal answer cites every place of its evidence, not one of them.
_ALL_PLACES = frozenset({"list", "cross", "conflict"})
#: Their best answer is what the documents say instead; declining is no mistake either.
_FALSE_PREMISE = "false-premise"
#: A sentence with so many characters in its bare form may be a part of a longer evidence.
_PART = 8


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
    short: str = ""

    @property
    def decidable(self) -> bool:
        """Whether answering or declining is right or wrong by itself."""
        return self.kind != _FALSE_PREMISE


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A retrieved passage, what each part said of it, and whether it holds the evidence.

    `hit` has the scores and ranks of dense, lexical and fused retrieval. `words` are those that
    the reader took for the answer, with its probability; `read` is None where it didn't read.
    """

    rank: int
    hit: Hit
    evidence: bool
    words: str = ""
    read: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went.

    `ranks` are those of each evidence among the retrieved passages, 0 where it isn't there;
    `rank` is the first of them. `found` are the retrieved passages, best first.
    """

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
    condensed: str = ""
    ranks: tuple[int, ...] = ()
    found: tuple[FoundPassage, ...] = ()
    signs: Signs = field(default_factory=Signs)
    short: str = ""

    @property
    def short_right(self) -> bool:
        """Whether the short answer that was shown is the right one, or a part of it, or holds it."""
        shown, wanted = bare_form(self.short).text, bare_form(self.case.short).text
        return bool(shown and wanted) and (shown in wanted or wanted in shown)

    @property
    def good(self) -> bool:
        """Whether it went as it should: answered right and cited right, or rightly declined.

        A false premise may be declined, or answered with what the documents say instead.
        """
        if self.case.answerable:
            return self.answered and self.right and self.cited
        return not self.answered or (not self.case.decidable and (self.right or not self.case.answers))


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
    shorts: int = 0
    short_right: int = 0
    seconds: list[float] = field(default_factory=list)


#: The counts of a `Tally` that are shown and held to a level, and the count that each is a part of.
COUNTED_OF = {
    "retrieved": "answerable",
    "retrieved_all": "answerable",
    "right": "answerable",
    "cited": "answerable",
    "right_and_cited": "answerable",
    "declined_wrongly": "answerable",
    "declined_rightly": "unanswerable",
    "short_right": "shorts",
}


def read_cases(path: Path) -> list[Case]:
    """The questions in a JSONL file. Raises `BadInput` naming the line that is wrong."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as exc:
        raise BadInput(what=str(path), reason=os_reason(exc)) from exc
    except UnicodeDecodeError as exc:
        raise BadInput(what=str(path), reason="encoding") from exc
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise TypeError("no JSON object")
            case = _case(row, number)
        except KeyError as exc:
            raise BadInput(what=f"{path}:{number}: {exc}", reason="not-cases") from exc
        except (ValueError, TypeError, AttributeError, RecursionError) as exc:
            reason = "not-lists" if str(exc) == "not-lists" else "not-cases"
            raise BadInput(what=f"{path}:{number}", reason=reason) from exc
        if case.id in cases:
            raise BadInput(what=f"{path}:{number}: {case.id}", reason="id-twice")
        cases[case.id] = case
    if not cases:
        raise BadInput(what=str(path), reason="no-questions")
    return list(cases.values())


def _case(row: dict[str, Any], number: int) -> Case:
    return Case(
        id=str(row.get("id", number)),
        kind=str(row.get("kind", "")),
        question=str(row["question"]),
        answerable=bool(row.get("answerable", True)),
        answers=tuple(_alternatives(group) for group in row.get("answers") or ()),
        evidence=tuple((str(e["doc"]), str(e["quote"])) for e in row.get("evidence") or ()),
        history=tuple(map(str, row.get("history") or ())),
        split=str(row.get("split", "")),
        short=str(row.get("short", "")),
    )


def _alternatives(group: object) -> tuple[str, ...]:
    if not isinstance(group, list):
        raise TypeError("not-lists")
    return tuple(map(str, group))


def evaluate(
    cases: Sequence[Case],
    asker: Asks,
    catalog: Catalog,
    report: Callable[[int], None] = lambda _: None,
    watched: WatchedReader | None = None,
) -> list[Outcome]:
    """Ask every question and judge what comes back.

    `watched` is the reader that the asker reads with, where what it read is to be known.
    """
    outcomes = []
    for done, case in enumerate(cases, 1):
        answer = asker.ask(case.question, tuple(Turn(earlier) for earlier in case.history))
        outcomes.append(_judge(case, answer, catalog, watched.taken() if watched else {}))
        report(done)
    return outcomes


def _judge(case: Case, answer: Answer, catalog: Catalog, readings: Mapping[str, Reading]) -> Outcome:
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
        condensed=answer.condensed,
        ranks=tuple(ranks),
        found=tuple(_found(rank, hit, evidence, readings) for rank, hit in enumerate(answer.retrieved, 1)),
        signs=answer.signs,
        short=answer.short.text if isinstance(answer, Answered) and answer.short else "",
    )


def _found(
    rank: int, hit: Hit, evidence: Sequence[tuple[str, str]], readings: Mapping[str, Reading]
) -> FoundPassage:
    holds = any(_rank(place, [(hit.passage.file, hit.text)]) for place in evidence)
    reading = readings.get(hit.text)
    if reading is None:
        return FoundPassage(rank, hit, holds)
    return FoundPassage(rank, hit, holds, reading.text, reading.answer_probability)


def _rank(place: tuple[str, str], retrieved: Iterable[tuple[str, str]]) -> int:
    doc, quote = place
    for rank, (file, text) in enumerate(retrieved, 1):
        if _is_document(file, doc) and quote in bare_form(text).text:
            return rank
    return 0


def holds(case: Case, file: str, bare: str) -> bool:
    """Whether a sentence of a file, in its bare form, has a piece of the case's evidence or is a part of one."""
    return any(
        _is_document(file, doc) and (quote in bare or (len(bare) >= _PART and bare in quote))
        for doc, quote in ((doc, bare_form(text).text) for doc, text in case.evidence)
    )


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
        # Judged where one was shown and the right one is known.
        tally.shorts += bool(outcome.short and outcome.case.short)
        tally.short_right += outcome.short_right
    else:
        tally.unanswerable += 1
        tally.declined_rightly += not outcome.answered
