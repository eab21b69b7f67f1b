"""Marks between what is shown: full width in Chinese (GB/T 15834), with a space behind in English."""

from __future__ import annotations

from collections.abc import Iterable

from bot.types import Language


def labelled(name: str, value: str, language: Language) -> str:
    """A name, a colon and what it is the name of."""
    return f"{name}: {value}" if language is Language.ENGLISH else f"{name}：{value}"


def bracketed(text: str, language: Language) -> str:
    """A remark in brackets, to be put right behind what it is about."""
    return f" ({text})" if language is Language.ENGLISH else f"（{text}）"


def listed(items: Iterable[str], language: Language) -> str:
    """Things one after the other."""
    return (", " if language is Language.ENGLISH else "、").join(items)
