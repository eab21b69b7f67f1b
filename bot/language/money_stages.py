"""How far money has come: asked for, agreed on, or paid. 请求支付15800元 is not what was paid in the end."""

from __future__ import annotations

from collections.abc import Iterable

from bot.language.amounts import amounts
from bot.language.characters import clause_at
from bot.language.word_lists import words_of

#: The stages; each is a list of words. What says more than one is of the first that it says: 请求判决支付 is a request.
_STAGES = ("claimed", "agreed", "paid")
_CLAUSE_ENDS = (",", ";", "。", "!", "?")


def stage_of(text: str) -> str:
    """The stage of which a question or a clause speaks: the first that it says; empty where it says none."""
    found = [(text.find(word), stage) for stage in _STAGES for word in words_of(stage) if word in text]
    # 要求某公寓退还押金 asks for money, whoever stands between.
    at = text.find("要求")
    if at >= 0 and any(word in text[at : at + _DEMAND] for word in words_of("hands-over")):
        found.append((at, _STAGES[0]))
    return min(found, default=(0, ""))[1]


#: Characters from 要求 to what is demanded.
_DEMAND = 14


def of_other_stage(asked: str, said: str, places: Iterable[int]) -> bool:
    """Whether all sums of money among the figures at `places` are of another stage than a question asks for."""
    wanted = stage_of(asked)
    sums = {one.start for one in amounts(said) if one.unit.endswith("元")} if wanted else set()
    money = sums.intersection(places)
    stages = [stage_of(clause_at(said, at, _CLAUSE_ENDS)) for at in money]
    return bool(stages) and all(stage and stage != wanted for stage in stages)
