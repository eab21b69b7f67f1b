"""Questions that ask several things at once: their parts, and the alternatives that they offer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.language.amounts import amounts
from bot.language.characters import pieces
from bot.language.limits import LIMITS
from bot.language.segmentation import content_words
from bot.language.word_lists import says

_PAUSES = (*",;?。、", "以及", "并且", "同时", "而且")
_ACROSS = re.compile(
    r"(?:(?:这|那)?(?:几|各|两|三|四|五|不同)(?:份|篇|个)?(?:材料|文件|文章|资料|文档|报告|文本|地方|单位))(?:里|中|上|之间)?(?:面)?|三家|两家|几家|各家|各地"
)


def parts_of(form: str) -> tuple[str, ...]:
    """The parts of a question's search form that each ask something; empty where there is one only."""
    asked: list[str] = []
    pending = ""
    for piece in pieces(form, _PAUSES):
        text = f"{pending},{piece}" if pending else piece
        if says("asks", piece):
            asked.append(text)
            pending = ""
        else:
            pending = text
    if pending and asked:
        asked[-1] += "," + pending
    return tuple(asked) if len(asked) > 1 else ()


def separate_questions(form: str) -> tuple[str, ...]:
    """The questions of a search form that holds several, one behind the other's question mark."""
    each = [part.strip() for part in pieces(form.replace("?", "?;"), ";。") if part.strip()]
    asks = all(part.endswith("?") or says("asks", part) for part in each)
    return tuple(each) if len(each) > 1 and asks else ()


def clauses_asked(form: str) -> tuple[str, ...]:
    """The clauses of a question that each ask and each say of what: 甲拿到多少赔偿,乙要付多少违约金.

    A clause that leaves unsaid what it is about (有多少人参加) belongs to the one before it; one that only names
    another thing (出生率是多少,死亡率呢) asks the same of it.
    """
    clauses = [one.strip() for one in pieces(form.rstrip("?。"), ",;") if one.strip()]
    if not 1 < len(clauses) <= LIMITS.clauses:
        return ()
    if says("asks", clauses[0]) and all(one.endswith("呢") for one in clauses[1:]):
        return tuple(clauses)
    if not all(says("asks", one) for one in clauses):
        return ()
    rows = [[w for w in content_words(one) if len(w.text) > 1 and w.tag[:1] not in "tm"] for one in clauses]
    alone = all(len(row) > 1 and any(word.tag[:1] in "nj" for word in row) for row in rows)
    return tuple(clauses) if alone and not any(map(points_back, clauses)) else ()


def asked_of_each(form: str) -> Mapping[str, str]:
    """By each of several things that a question asks the same of (甲和乙分别停赛几场) the question of that alone.

    Empty where it asks of one.
    """
    head, *asked = pieces(form, ("各自", "分别", "各"))
    if len(asked) != 1 or not says("asks", asked[0]):
        return {}
    # 追打裁判员,东屏省的决定和西岭省的规程各怎么处理: what stands before the clause is said of both.
    first, *last = pieces(head, "和与及")
    before, comma, first = first.rpartition(",")
    if len(last) != 1:
        return {}
    end = min((at for word in _OF_EACH if (at := last[0].find(word)) >= 0), default=len(last[0]))
    names = [*pieces(first, "、"), last[0][:end]]
    if len(names) > LIMITS.clauses or not all(1 < len(name) <= LIMITS.long_name for name in names):
        return {}
    return {name: f"{before}{comma}{name}{last[0][end:]}{asked[0]}" for name in names}


#: What a question goes on with behind the last of several names.
_OF_EACH = (",", "的", "最后", "最终", "一共", "总共", "三", "两", "都")


def points_back(clause: str) -> bool:
    """Whether a clause begins with what points at something before it: 其中, 那边, 分别."""
    return clause.startswith((*"其它他她这那该各", "分别"))


def alternatives(form: str) -> tuple[str, ...]:
    """The figures between which a question asks to decide: 600 and 660 in 是600人次还是660人次."""
    before, asks, behind = form.partition("还是")
    one, other = amounts(pieces(before, ",。;?")[-1]), amounts(pieces(behind, ",。;?")[0])
    # Documents write 660余人次 for 660多人次.
    texts = tuple(each.text.rstrip("余多来几") for each in (*one[-1:], *other[:1]))
    return texts if asks and len(set(texts)) == 2 else ()


def across(form: str) -> re.Match[str] | None:
    """The words by which a question asks what several documents say (各份材料, 三家).

    几家 and 几份文件 are such where something else is asked; 有几家食堂不合格 asks for their number.
    """
    found = _ACROSS.search(form)
    if found and "几" in found[0]:
        rest = form[: found.start()] + form[found.end() :]
        if not says("asks", rest):
            return None
    return found
