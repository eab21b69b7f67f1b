"""A rule beside its exception: who asks for the longest time is told what holds for all, and not the special case alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.selection import OF_ANOTHER
from bot.extraction.candidates import Candidate
from bot.language.segmentation import content_words
from bot.language.word_lists import begins_with, ends_with
from bot.questions.question import Question
from vectorstore.text.search_form import bare_form

#: What names a case: nouns, verbs, times, kinds.
_NAMES = frozenset("nvtbj")


#: Characters of the noun that a case is named by: 机构, 义务教育学校.
_HEAD = 7


def rule_before(question: Question, exception: Candidate, ranked: Sequence[Candidate]) -> Candidate | None:
    """The sentence right before an exception, in its passage, that gives what is asked for without a condition.

    None where the sentence is no exception, or the question speaks of the case that it is made for.
    """
    if not exception.typed or not exception.found or not _is_case_unasked(question, exception):
        return None
    passage = exception.hit.passage
    earlier = [
        one
        for one in ranked
        if one.hit.passage.key == passage.key
        and one.span.end <= exception.span.start
        and "\n" not in _between(one, exception)
    ]
    before = max(earlier, key=lambda one: one.span.start, default=None)
    if before is None or not (before.typed and before.found) or _condition(before.form.text):
        return None
    return None if any(before.features.get(sign) for sign in OF_ANOTHER) else before


def _between(one: Candidate, other: Candidate) -> str:
    """The text between two sentences of a passage."""
    start = one.hit.passage.span.start
    return one.hit.text[one.span.end - start : other.span.start - start]


def _is_case_unasked(question: Question, one: Candidate) -> bool:
    """Whether a sentence begins with a condition that a question has no word of."""
    condition = _condition(one.form.text)
    asked = bare_form(question.text).text
    named = [word.text for word in content_words(condition) if word.tag[:1] in _NAMES and len(word.text) > 1]
    return bool(named) and not any(word in asked for word in named)


def _condition(form: str) -> str:
    """The clause that a sentence begins with, where it says in which case the rest holds: 汛期超过警戒线的; else empty."""
    first, comma, _ = form.partition(",")
    conditional = begins_with("begins-case", first) or ends_with("ends-case", first.removesuffix("小时"))
    # 设于离岛之机构 names those that the rest is for.
    conditional = conditional or any(mark in first[-_HEAD:-1] for mark in "的之")
    return first if comma and conditional else ""
