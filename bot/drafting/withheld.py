"""What the documents leave out, told instead of an answer: a name behind 某, a month that nothing speaks of."""

from __future__ import annotations

import re

from bot.drafting.proposal import DraftingCase, Proposal
from bot.extraction.periods import days_of_year, of_other_period, periods
from bot.language.limits import LIMITS
from bot.language.word_lists import says
from bot.questions.question import Kind
from bot.types import Note
from vectorstore.text.search_form import search_form

_WITHHELD = re.compile(
    r"(?:某|一[家个所座])(?:[\u4e00-\u9fff]{0,8}?(?:公司|集团|企业|工厂|厂|店|医院|学校|银行|中心|酒店|超市|单位|村|镇|县|市))"
)


def withheld_name(case: DraftingCase) -> Proposal | None:
    """No claim, but what a body is called whose name is asked for and which its document leaves out (某公司)."""
    question = case.question
    by_name = says("asks-name", question.form) or "名是什么" in question.form
    if (question.kind is not Kind.NAME and not by_name) or not case.ranked:
        return None
    # Who asks what it is called need not call it as the document does: 那家古建公司 is 某古建筑工程公司.
    least = 2 if by_name else 4
    best = case.ranked[0]
    called = [
        one[0]
        for one in _WITHHELD.finditer(best.form.text)
        if one[0].lstrip("某一家个所座")[-least:] in question.form
    ]
    # A name of the same kind of body stands there after all: a factory's, not the town's.
    ends = tuple(one[-1] for one in called)
    named = [one for one in best.found if "某" not in one.text and one.text.endswith(ends)]
    if not called or named:
        return None
    return Proposal((), (Note("name-withheld", {"called": called[0]}),))


def other_period(case: DraftingCase) -> Proposal | None:
    """No claim where a figure or a list is asked for a month or quarter that nothing of what was found speaks of."""
    asked = periods(case.question.form)
    if not asked:
        return None
    looked = case.ranked[: LIMITS.best]
    files = {one.hit.passage.file for one in looked if of_other_period(case.question, one.form.text)}
    for form in (search_form(hit.text).text for hit in case.hits if hit.passage.file in files):
        # 6月12日 is a day of June.
        months = [month for month, _ in days_of_year(form)]
        if asked & periods(form) or any(first <= month <= last for first, last in asked for month in months):
            return None
    # A document whose best sentence is of the period says it, whatever others say of theirs.
    return Proposal((), (Note("period-absent"),)) if looked and looked[0].hit.passage.file in files else None
