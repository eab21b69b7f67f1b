"""Extractive answers, a chat model alone, and the same model with verification, on one question file.

    python -m benchmarks.eval_llm [QUESTIONS …] [--model medium] [--record FILE] [--sample FILE]

"Alone" shows every sentence that the model wrote, from the same prompt and the same passages; it is
asked about every question, also those that the program declines. Its citation counts where the
words that it gave as support stand in the passage that it named. "Unsupported" are the shown
sentences that the verifier finds unsupported; for the verified answers they are to be found by hand
in the sample.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.recorded_chats import RecordedChats
from benchmarks.small_models import MODELS, ROOT, NoModel, reached
from bot.abstention.decision import Decision
from bot.chain import build_chain
from bot.drafting.draft import Draft
from bot.errors import ChatFailed
from bot.evaluation.evaluate import Case, evaluate, read_cases, tallies
from bot.extraction.reader import Reader
from bot.generation.evidence import evidence_for, passages_text
from bot.generation.prompts import load_prompt
from bot.generation.reply_parser import LONGEST_SENTENCE, JsonReply, schema_for
from bot.generation.writer import AnswerWriter
from bot.library import Library, build_searcher, open_library
from bot.questions.asker import Asker, OnClaim
from bot.questions.question import is_english
from bot.types import Answer, Answered, Citation, Claim, Declined, Reason
from bot.verification.verdict import LONGEST_ENGLISH
from bot.verification.verifier import Evidence, prove
from vectorstore.text.quotation_form import quotation_form, verbatim_form
from vectorstore.text.search_form import search_form

_PATIENCE = 300.0


@dataclass(slots=True)
class Row:
    """A line of the table in the making."""

    name: str
    answers: dict[str, Answer] = field(default_factory=dict)
    unsupported: int = 0
    sentences: int = 0
    first: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)


class Known:
    """Gives answers that are there already, to have them judged like any others."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self._answers = answers

    def ask(
        self, question: str, history: Any = (), files: Any = (), on_claim: OnClaim | None = None
    ) -> Answer:
        """The answer to that question."""
        return self._answers[question]


class _Watched(AnswerWriter):
    """Remembers what it offered, so that the model alone is judged on the same reply."""

    offered: tuple[Evidence, ...] = ()

    def word(
        self, question: str, draft: Draft, on_claim: OnClaim | None = None, until: float | None = None
    ) -> Draft:
        """Word a draft as always."""
        self.offered = () if draft.lead else evidence_for(draft, question, self._catalog)
        return super().word(question, draft, on_claim, until)


def alone(
    answer: Answer, known: tuple[Evidence, ...], library: Library, chats: RecordedChats
) -> tuple[Answer, int, int]:
    """What the model says by itself, with how many sentences it wrote and how many lack support.

    `known` is what it was offered already; where it wasn't asked, it is offered what the program
    quoted, or the nearest passages of a decline.
    """
    question = answer.condensed or answer.question
    if not known:
        if isinstance(answer, Answered):
            claims = answer.claims
        else:
            claims = tuple(Claim(one.quote, (one,)) for one in answer.nearest)
        draft = Draft(claims, Decision(answer.probability, 0.0, {}), answer.retrieved)
        known = evidence_for(draft, question, library.catalog)
    offered = {one.key: one for one in known}
    if not offered:
        return replace_with_decline(answer), 0, 0
    english = is_english(search_form(question).text)
    messages = load_prompt("answer-english" if english else "answer").fill(
        {"passages": passages_text(tuple(offered.values())), "question": question}
    )
    reads = JsonReply()
    drafted = []
    until = time.monotonic() + _PATIENCE
    schema = schema_for(tuple(offered), LONGEST_ENGLISH if english else LONGEST_SENTENCE)
    # A model that runs on to the deadline has said what it said until then.
    with suppress(ChatFailed):
        for piece in chats.stream(messages, "schema", schema, until):
            drafted += list(reads.feed(piece))
    said = []
    for one in drafted:
        given = offered.get(one.key)
        citations: tuple[Citation, ...] = ()
        if given is not None:
            form, wanted = verbatim_form(given.form), quotation_form(one.quote).text
            at = form.text.find(wanted) if wanted else -1
            if at >= 0:
                span = form.span(at, at + len(wanted))
                citations = (Citation(given.passage, span, span.of(given.document.text)),)
        said.append(Claim(one.sentence, citations))
    unsupported = sum(prove(one, offered, english).claim is None for one in drafted)
    if not said:
        return replace_with_decline(answer), 0, 0
    spoken = Answered(answer.question, tuple(said), 1.0, answer.retrieved)
    return spoken, len(said), unsupported


def replace_with_decline(answer: Answer) -> Answer:
    """A decline of the same question."""
    return Declined(answer.question, Reason.NOT_IN_DOCUMENTS, 0.0, (), answer.retrieved)


def measure(
    cases: Sequence[Case], library: Library, chats: RecordedChats, with_alone: bool = True
) -> tuple[list[Row], list[str]]:
    """The three rows, and every shown sentence in the model's words with what it cites.

    Without the model alone, declined questions cost nothing: for a longer sample.
    """
    from functools import cache

    searcher = build_searcher(library)
    reader = cache(Reader)
    answer_writer = _Watched(chats, library.catalog, _PATIENCE)
    plain = Asker(build_chain(searcher, library.catalog, reader))
    worded = Asker(build_chain(searcher, library.catalog, reader, lambda: answer_writer))
    rows = [Row("extractive"), Row("model alone"), Row("model, verified")]
    sample: list[str] = []
    for number, case in enumerate(cases, 1):
        started = time.monotonic()
        answer = plain.ask(case.question, _turns(case))
        _note(rows[0], case, answer, [time.monotonic() - started] * 2)
        heard: list[float] = []
        chats.spent, answer_writer.offered = 0.0, ()

        def on_claim(claim: Claim, heard: list[float] = heard) -> None:
            heard.append(chats.spent)

        answer = worded.ask(case.question, _turns(case), on_claim=on_claim)
        own = rows[0].total[-1]
        if isinstance(answer, Answered):
            _note(rows[2], case, answer, [own + heard[0], own + chats.spent])
            for claim in answer.claims:
                if claim.own_words:
                    rows[2].sentences += 1
                    cited = " / ".join(one.quote for one in claim.citations)
                    sample.append(f"{case.id}\t{case.question}\t{claim.text}\t{cited}")
        else:
            _note(rows[2], case, answer, [own + chats.spent] * 2)
        if with_alone:
            chats.spent = 0.0
            spoken, sentences, unsupported = alone(answer, answer_writer.offered, library, chats)
            _note(rows[1], case, spoken, [own + chats.spent] * 2)
            rows[1].sentences += sentences
            rows[1].unsupported += unsupported
        print(f"{number}/{len(cases)} {case.id} {chats.spent:.0f} s", file=sys.stderr, flush=True)
    return rows if with_alone else [rows[0], rows[2]], sample


def _turns(case: Case) -> tuple[Any, ...]:
    from bot.types import Turn

    return tuple(Turn(earlier) for earlier in case.history)


def _note(row: Row, case: Case, answer: Answer, seconds: Sequence[float]) -> None:
    row.answers[case.question] = replace(answer, question=case.question)
    row.first.append(seconds[0])
    row.total.append(seconds[1])


def table(rows: Sequence[Row], cases: Sequence[Case], library: Library) -> str:
    """The rows as text."""
    lines = [
        f"{'':16}{'right':>8}{'cited':>8}{'both':>8}{'unsupp.':>9}{'declined':>10}{'first s':>9}{'total s':>9}"
    ]
    for row in rows:
        tally = tallies(evaluate(cases, Known(row.answers), library.catalog))[""]
        unsupported = f"{row.unsupported}/{row.sentences}"
        lines.append(
            f"{row.name:16}{f'{tally.right}/{tally.answerable}':>8}{f'{tally.cited}/{tally.answerable}':>8}"
            f"{f'{tally.right_and_cited}/{tally.answerable}':>8}{unsupported:>9}"
            f"{f'{tally.declined_rightly}/{tally.unanswerable}':>10}{median(row.first):>9.1f}{median(row.total):>9.1f}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the table; a message and success where no model can be had."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "questions", type=Path, nargs="*", default=[ROOT / "tests" / "questions" / "seeds.jsonl"]
    )
    parser.add_argument("--model", choices=sorted(MODELS), default="medium")
    parser.add_argument("--record", type=Path, help="where replies are kept (default: beside the index)")
    parser.add_argument("--replay", action="store_true", help="ask no model; replay what was recorded")
    parser.add_argument("--verified-only", action="store_true", help="leave the model alone out")
    parser.add_argument("--sample", type=Path, help="write every sentence in own words, to read by hand")
    given = parser.parse_args(arguments)

    from bot.settings import load_settings, offline

    offline()
    found = load_settings()
    library = open_library(found.index, found.embedding_model)
    cases = [case for path in given.questions for case in read_cases(path)]
    record = given.record or found.data_dir / f"eval-llm-{given.model}.jsonl"
    try:
        with reached("" if given.replay else given.model, _PATIENCE) as chats:
            return _report(cases, library, RecordedChats(record, chats), given)
    except NoModel as exc:
        print(f"eval-llm is left out: {exc}")
        return 0


def _report(cases: Sequence[Case], library: Library, chats: RecordedChats, given: argparse.Namespace) -> int:
    rows, sentences = measure(cases, library, chats, not given.verified_only)
    print(table(rows, cases, library))
    if given.sample:
        given.sample.write_text("\n".join(sentences) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
