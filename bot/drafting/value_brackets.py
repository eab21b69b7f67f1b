"""The bracket that a value of the question falls into: 92岁 under the item for 90 to 99, and under no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.extraction.answer_types import answers_of_type
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.extraction.value_ranges import ranges_in, values_asked
from bot.questions.question import Question
from vectorstore.text.numbering import heading_label


@dataclass(frozen=True, slots=True)
class Bracket:
    """The sentence that has it, and the range of its form that does: an item or a clause, or all of it."""

    sentence: Candidate
    start: int
    end: int

    @property
    def whole(self) -> bool:
        """Whether the sentence is of this bracket alone."""
        return (self.start, self.end) == (0, len(self.sentence.form.text))


def bracket_asked(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate]
) -> Bracket | None:
    """The one of several brackets, side by side with the best sentence, that the question's only value lies in."""
    values = values_asked(question.form)
    if question.english or len(values) != 1 or not ranked:
        return None
    (value,), best = values, ranked[0].hit.passage
    # The value itself stands in no bracket.
    others = [word for word in weighted if word.text not in f"{value.text}{value.unit}"]
    if ranked[0].context < ENOUGH and coverage(others, ranked[0].bare) < ENOUGH:
        return None
    brackets = holding = 0
    found = None
    for one in ranked:
        if (one.hit.passage.file, one.hit.passage.path) != (best.file, best.path):
            continue
        for start, end in _clauses(one.form.text):
            ranges = [each for each in ranges_in(one.form.text[start:end]) if each.unit == value.unit]
            brackets += bool(ranges)
            if any(each.holds(value.amount) for each in ranges):
                holding += 1
                found = Bracket(_of_clause(question, one, start, end), start, end)
    return found if brackets > 1 and holding == 1 else None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """The items and clauses of a sentence that semicolons end; a lead before the first item is one of its own."""
    start = 0
    for at, char in enumerate(text):
        led = char == ":" and heading_label(text[at + 1 :])
        if char == ";" or led:
            yield start, at + 1
            start = at + 1
    if start < len(text):
        yield start, len(text)


def _of_clause(question: Question, one: Candidate, start: int, end: int) -> Candidate:
    """The sentence with what answers in one of its clauses alone."""
    inside = [each for each in answers_of_type(question, one.form.text) if start <= each.start < end]
    # The bracket's own ends come first, what it gives behind them.
    return replace(one, found=tuple(reversed(inside)), typed=one.typed or bool(inside))
