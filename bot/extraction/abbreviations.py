"""Short forms that documents give to what a question calls by its full name: 医共体 for 县域医疗卫生共同体."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from bot.extraction.term_weights import WeightedTerm
from bot.language.characters import in_order, is_han, pieces
from bot.language.limits import LIMITS
from bot.language.segmentation import Word
from vectorstore.text.search_form import bare_form

#: What stands before a short form that a document declares: 以下简称“医共体”.
_DECLARED = ("统称", "简称", "下称")


def in_declared_form(form: str, texts: Sequence[str]) -> str:
    """A question's form with the short form of a name that it has in full, as a text declares it; else empty.

    `texts` are search forms. What a document calls 退货仓 from its first line on is not asked for by its full name.
    """
    for text in texts:
        for before, behind in pairwise(pieces(text, _DECLARED)):
            short = _declared(behind)
            full = before.removesuffix("以").removesuffix("下").removesuffix("以")[-LIMITS.long_name :]
            full = full.rstrip("([,")
            name = next((full[at:] for at in range(len(full)) if full[at:] in form), "")
            if len(name) >= max(LIMITS.name, len(short) + 2) and len(short) > 1 and short not in form:
                return form.replace(name, short, 1)
    return ""


def with_short_forms(
    words: Sequence[Word], weighted: Sequence[WeightedTerm], texts: Sequence[str]
) -> tuple[WeightedTerm, ...]:
    """The weighted words, those of a long name with the short form that the texts (search forms) have for it.

    A short form is declared (以下简称…), or it is made of the name's characters in their order, begins as
    one of the name's words does, and ends as the name does; the texts have the full name too.
    """
    found: dict[str, str] = {}
    for run in _runs(words):
        name = "".join(word.text for word in run)
        short = _short_form(name, run, texts)
        if short:
            found.update(dict.fromkeys((bare_form(word.text).text for word in run), bare_form(short).text))
    if not found:
        return tuple(weighted)
    return tuple(
        replace(one, written=(*one.written, found[one.text]), known=True) if one.text in found else one
        for one in weighted
    )


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of a question that stand side by side and are long enough together to be shortened."""
    run: list[Word] = []
    for word in [*words, Word("", -1, "")]:
        if run and word.start != run[-1].start + len(run[-1].text):
            if len(run) > 1 and sum(len(one.text) for one in run) >= LIMITS.name:
                yield run
            run = []
        # 加入 in 加入照护联合体 is no part of the name.
        if run or not word.tag.startswith("v"):
            run.append(word)


def _short_form(name: str, run: Sequence[Word], texts: Sequence[str]) -> str:
    whole = "|".join(texts)
    if "".join(word.text for word in run[-2:]) not in whole:
        return ""
    for behind in pieces(whole, _DECLARED)[1:]:
        short = _declared(behind)
        if len(short) > 1 and in_order(short, name) and short not in name:
            return short
    begins = {word.text[0] for word in run}
    shortest, longest = LIMITS.short_form
    for length in (longest, shortest):
        for at in range(len(whole) - length + 1):
            part = whole[at : at + length]
            if part[-1] != name[-1] or part[0] not in begins or part in name or not in_order(part, name):
                continue
            # Whole words side by side (发布房源) are words, no short form of them.
            if not any(len(word.text) > 1 and word.text in part for word in run):
                return part
    return ""


def _declared(behind: str) -> str:
    """The short form that stands behind what declares one."""
    return "".join(takewhile(is_han, behind.lstrip('为作:"《<')))[: LIMITS.declared]
