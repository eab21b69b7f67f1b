"""Of documents of one title for several years or months, which are of another one than a question asks about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.extraction.periods import periods
from bot.language.years import years_in
from bot.questions.question import Question
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import search_form

#: The characters that tell titles of one series apart: 2025年度, 4月份, 第一季度, 上半年.
_OF_TIMES = frozenset("0123456789第一二三四上下半季年度月份")
#: What looks back on the year before that of its title, or ahead.
_OF_MORE_YEARS = ("工作报告", "讲话", "计划", "规划", "要点", "方案", "预算")


def of_other_editions(question: Question, files: Iterable[str], catalog: Catalog) -> Mapping[str, str]:
    """The titles, as search forms, of the documents that speak of another year or month than the one asked about.

    Only where one of `files` is of that year or month and has the same title but for it: what a lone document
    says without a year need not be of its title's.
    """
    asked = frozenset(question.years), periods(question.form)
    if not any(asked):
        return {}
    titles = {file: search_form(catalog.document(file).title).text for file in files}
    meant = {_series(title) for title in titles.values() if _is_of(title, *asked)}
    return {
        file: title
        for file, title in titles.items()
        if _series(title) in meant
        and not _is_of(title, *asked)
        and not any(word in title for word in _OF_MORE_YEARS)
    }


def _series(title: str) -> str:
    """What titles of one series have in common."""
    return "".join(char for char in title if char not in _OF_TIMES)


def _is_of(title: str, years: frozenset[str], months: frozenset[tuple[int, int]]) -> bool:
    """Whether a title names the year and the months that are asked about; what it names none of, it need not."""
    named, spans = frozenset(years_in(title)), periods(title)
    told = bool(years & named) or bool(months & spans)
    return (
        told
        and (not years or not named or bool(years & named))
        and (not months or not spans or bool(months & spans))
    )
