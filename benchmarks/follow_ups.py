"""Follow-up questions condensed by rules alone, and with a real model where the rules only guess.

    python -m benchmarks.follow_ups QUESTIONS … [--model medium] [--replay] [--show]

The answers are quotations in both cases, so that only the condensing differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.eval_llm import Known
from benchmarks.recorded_chats import RecordedChats
from benchmarks.small_models import MODELS, NoModel, reached
from bot.chain import build_chain
from bot.drafting.draft import Draft
from bot.evaluation.evaluate import Case, evaluate, read_cases, tallies
from bot.extraction.reader import Reader
from bot.generation.writer import AnswerWriter
from bot.library import Library, build_searcher, open_library
from bot.questions.asker import Asker, OnClaim
from bot.types import Answer, Turn

_PATIENCE = 120.0


class _Condensing(AnswerWriter):
    """Condenses as always and words nothing."""

    def word(
        self, question: str, draft: Draft, on_claim: OnClaim | None = None, until: float | None = None
    ) -> Draft:
        """The draft as it is."""
        return draft


def measure(cases: Sequence[Case], library: Library, chats: RecordedChats) -> list[tuple[str, str, float]]:
    """Print both rows; (rules' question, model's question, seconds) of each case."""
    searcher, reader = build_searcher(library), cache(Reader)
    answer_writer = _Condensing(chats, library.catalog, _PATIENCE)
    askers = {
        "rules": Asker(build_chain(searcher, library.catalog, reader)),
        "with the model": Asker(build_chain(searcher, library.catalog, reader, lambda: answer_writer)),
    }
    told: dict[str, list[str]] = {}
    seconds = []
    for name, asker in askers.items():
        answers: dict[str, Answer] = {}
        told[name] = []
        for case in cases:
            chats.spent = 0.0
            answer = asker.ask(case.question, [Turn(earlier) for earlier in case.history])
            answers[case.question] = answer
            told[name].append(answer.condensed or case.question)
            seconds.append(chats.spent)
        tally = tallies(evaluate(cases, Known(answers), library.catalog))[""]
        print(
            f"{name:16} right and cited {tally.right_and_cited}/{tally.answerable},"
            f" declined rightly {tally.declined_rightly}/{tally.unanswerable}"
        )
    return list(zip(told["rules"], told["with the model"], seconds[len(cases) :], strict=True))


def main(arguments: Sequence[str]) -> int:
    """Print the table; a message and success where no model can be had."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--model", choices=sorted(MODELS), default="medium")
    parser.add_argument("--record", type=Path)
    parser.add_argument("--replay", action="store_true", help="ask no model; replay what was recorded")
    parser.add_argument("--show", action="store_true", help="print each question as both condense it")
    given = parser.parse_args(arguments)

    from bot.settings import load_settings, offline

    offline()
    found = load_settings()
    library = open_library(found.index, found.embedding_model)
    cases = [case for path in given.questions for case in read_cases(path) if case.history]
    record = given.record or found.data_dir / f"follow-ups-{given.model}.jsonl"
    started = time.monotonic()
    try:
        with reached("" if given.replay else given.model, _PATIENCE) as chats:
            rows = measure(cases, library, RecordedChats(record, chats))
    except NoModel as exc:
        print(f"follow-ups is left out: {exc}")
        return 0
    changed = [row for row in rows if row[0] != row[1]]
    most = max((row[2] for row in rows), default=0.0)
    print(f"{len(changed)} of {len(rows)} condensed by the model, at most {most:.1f} s each", end="")
    print(f" ({time.monotonic() - started:.0f} s)")
    for rules, model, _ in rows if given.show else ():
        print(f"  {rules}\n    {'= ' if rules == model else ''}{model}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
