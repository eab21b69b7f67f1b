"""What people read of the answer log and of exported answers, by code, in Chinese and English."""

from __future__ import annotations

from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    "answered": ("已回答", "answered"),
    "declined": ("未回答", "declined"),
    "empty": ("没有符合的问答。", "No such question or answer."),
    "no-votes": ("没有符合的评价。", "No such vote."),
    "votes": (
        "Telegram 中的评价：👍 {good} · 👎 {bad}（用 yinju log --votes all 查看）",
        "Votes in Telegram: 👍 {good} · 👎 {bad} (yinju log --votes all lists them)",
    ),
    "chat": ("聊天 {chat}", "chat {chat}"),
    "voted": ("{thumb} {when} 的评价", "{thumb} a vote of {when}"),
    "cleared": ("已删除 {count} 条。", "{count} erased."),
    "written": ("已写入 {path}", "Written: {path}"),
    "not-kept": ("这个回答没有记下来：{reason}", "This answer was not kept: {reason}"),
    # --- exported
    "title": ("引文摘录", "Quotations"),
    "asked": ("问：{question}", "Q: {question}"),
    "place": ("第{number}段", "paragraph {number}"),
    "key": ("引文编号 {key}", "key {key}"),
    "no-answer": ("文档没有给出答案。", "The documents don't answer this."),
}


def say(code: str, language: Language, **params: object) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one."""
    chinese, english = TEXTS[code]
    return (english if language is Language.ENGLISH else chinese).format(**params)
