"""How far money has come: asked for, agreed on, or paid. 请求支付15800元 is not what was paid in the end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.language.characters import clause_at

#: The stages with the words that say them. What says more than one is of the first that it says:
#: 请求判决支付 is a request.
_STAGES = (
    ("claimed", re.compile(r"请求|诉请|主张|索赔|索要|诉求|要求(?:支付|赔偿|返还|追加|增加|退还)|申请(?:追加|赔偿|执行)")),
    ("agreed", re.compile(r"协议(?:资金|金额|投资|额|价)|合同(?:金额|价款|价|额)|签约(?:金额|额)|约定(?:价款|金额|支付)|意向(?:投资|资金|金额)")),
    ("paid", re.compile(r"实际到位|到位(?:资金|金额)|资金到位|实(?:际支)?付|实际支付|判决|裁决|判令|裁定|最(?:后|终).{0,4}(?:支?付|赔|补|拿到|得到|判)|同意(?:追加|支付|赔偿|返还|增加)|核减后")),
)  # fmt: skip
_CLAUSE_ENDS = (",", ";", "。", "!", "?")


def stage_of(text: str) -> str:
    """The stage of which a question or a clause speaks: the first that it says; empty where it says none."""
    found = [(match.start(), stage) for stage, words in _STAGES if (match := words.search(text))]
    return min(found, default=(0, ""))[1]


def of_other_stage(asked: str, said: str, places: Iterable[int]) -> bool:
    """Whether all figures of a sentence, which stand at `places`, are of another stage than a question asks for."""
    wanted = stage_of(asked)
    stages = [stage_of(clause_at(said, at, _CLAUSE_ENDS)) for at in places] if wanted else []
    return bool(stages) and all(stage and stage != wanted for stage in stages)
