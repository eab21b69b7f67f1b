"""The bracket that a value of the question falls into: 92岁 under the item for 90 to 99, and under no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from bot.extraction.answer_types import answers_of_type
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.extraction.value_ranges import Range, Value, alike_in, amounts_given, ranges_in, values_asked
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
    """The one of several brackets, side by side with the best sentence, that the question's only value lies in.

    Where an item gives just that value it is the bracket: 累计20学时的 for 二十个学时.
    """
    asked = amounts_given(question.form)
    values = values_asked(question.form)
    if question.english or not ranked or len(values or asked) != 1:
        return None
    best, value = ranked[0].hit.passage, values[0] if values else None
    text = value.text if value else question.form[asked[0].start : asked[0].end]
    # The value itself stands in no bracket.
    others = [word for word in weighted if word.text not in text]
    if ranked[0].context < ENOUGH and coverage(others, ranked[0].bare) < ENOUGH:
        return None
    brackets = holding = 0
    nearest, found = inf, None
    for one in ranked:
        if (one.hit.passage.file, one.hit.passage.path) != (best.file, best.path):
            continue
        for clause in _clauses(one.form.text):
            labelled = heading_label(one.form.text[clause[0] :])
            for start, end in _pieces(one.form.text, *clause):
                piece = one.form.text[start:end]
                ranges = [each for each in ranges_in(piece) if value and each.unit == value.unit]
                points = alike_in(question.form, piece) if labelled and not ranges else []
                brackets += bool(ranges or points)
                within = [each for each in ranges if value and each.holds(value.amount)]
                if within or asked[0].value in points:
                    # 80岁以上 inside 60岁以上 is for whom both are: of limits on one side the nearer one.
                    apart = min((_from_limit(each, value) for each in within if value), default=0.0)
                    if apart >= nearest > 0.0:
                        continue
                    holding = holding if apart and nearest < inf else holding + 1
                    nearest = apart
                    found = Bracket(_with_answers_of(question, one, start, end), *clause)
    return found if brackets > 1 and holding == 1 else None


def _from_limit(limits: Range, value: Value) -> float:
    """How far a value is from the one limit of a range that has no other; 0 in a range with two ends."""
    if limits.high == inf:
        return value.amount - limits.low + 1
    return limits.high - value.amount + 1 if limits.low == -inf else 0.0


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


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a clause between its commas; a comma inside a figure parts nothing."""
    for at in range(start, end):
        inside = text[max(start, at - 1) : at].isdigit() and text[at + 1 : at + 2].isdigit()
        if text[at] == "," and not inside:
            yield start, at + 1
            start = at + 1
    yield start, end


def _with_answers_of(question: Question, one: Candidate, start: int, end: int) -> Candidate:
    """The sentence with what answers in one part of it alone."""
    inside = [each for each in answers_of_type(question, one.form.text) if start <= each.start < end]
    # The bracket's own ends come first, what it gives behind them.
    return replace(one, found=tuple(reversed(inside)), typed=one.typed or bool(inside))
