"""What became of each sentence that a chat model wrote, and why, in Chinese and English."""

from __future__ import annotations

from bot.messages.safe_text import safe
from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    "explain.title": ("对话模型写的句子及核对结果：", "What the chat model wrote, and what became of it:"),
    "explain.none": (
        "没有对话模型写的句子：未设置 CHAT_MODEL，或这个答案只由原文构成。",
        "No sentence of a chat model: CHAT_MODEL is not set, or this answer is made of quotations alone.",
    ),
    "explain.shown": ("通过，已显示", "proven, shown"),
    "explain.repaired": ("改正后通过，已显示", "proven after a repair, shown"),
    "explain.repeats": ("与前句重复，不再显示", "repeats another, not shown again"),
    "explain.quoted": ("未通过，改用原文", "not proven, replaced by the quotation"),
    "explain.dropped": ("未通过，不显示", "not proven, dropped"),
    "explain.support": ("依据", "support"),
    "flaw.figure": ("数字不在依据中，或属于别的事", "the figure isn't in the support, or is another thing's"),
    "flaw.date": ("日期不在依据中，或属于别的事", "the date isn't in the support, or is another thing's"),
    "flaw.unit": ("单位与依据不同", "the unit differs from the support"),
    "flaw.name": ("名称不在依据中", "the name isn't in the support"),
    "flaw.negation": ("否定与依据不同", "affirmed and denied differ from the support"),
    "flaw.subject": ("依据说的不是它", "the support says it of something else"),
    "flaw.words": ("用语不在依据中", "its words aren't in the support"),
    "flaw.quoted": ("引号里不是原文", "what it puts in quotation marks isn't quoted"),
    "flaw.form": ("不是一句通顺的中文陈述", "it is no plain sentence"),
    "flaw.key": ("没有这个段落编号", "there is no passage under this key"),
    "flaw.quote": ("依据不是该段落的原文", "the support isn't verbatim in that passage"),
    "flaw.part": ("只说了清单的一部分", "it names a part of the list only"),
    "flaw.off": ("依据与问题无关", "the support doesn't bear on the question"),
}


def say(code: str, language: Language, **params: object) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one."""
    chinese, english = TEXTS[code]
    given = {name: safe(one) if isinstance(one, str) else one for name, one in params.items()}
    return (english if language is Language.ENGLISH else chinese).format(**given)
