"""Finds a substituted part: a sentence that repeats its evidence but for one thing in another's place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import Match, SequenceMatcher

from bot.language.amounts import amounts
from bot.language.characters import EMPTY, LEADING, is_han, pieces
from bot.language.names import touches_name
from bot.language.negation import negation_in
from bot.language.segmentation import words
from bot.language.word_lists import words_of
from bot.verification.verdict import Flaw, Problem

_CONTENT_TAG = re.compile(r"n|j|eng|vn|s$")


def substituted(said: str, told: str, heads: str) -> Iterator[Problem]:
    """Content that stands where the evidence has other content, the rest being alike."""
    yield from _edited(said, told)
    yield from _other_subject(said, told, heads)
    yield from _other_recipient(said, told)
    for s0, s1, t0, t1 in _slots(said, told):
        put, taken = said[s0:s1], told[t0:t1]
        if put in heads or not any(map(is_han, put)):
            continue
        if touches_name(said, s0, s1) and not _inside(put, taken):
            yield Problem(Flaw.NAME, put)
        for word in words(put):
            content = len(word.text) > 1 and _CONTENT_TAG.match(word.tag)
            if content and word.text not in taken and _has_noun(taken):
                yield Problem(Flaw.SUBJECT, word.text)
                break


def _other_subject(said: str, told: str, heads: str) -> Iterator[Problem]:
    """The subject of a sentence whose rest the evidence says of another subject."""
    first = next((block for block in _blocks(said, told) if block.size >= 3), None)
    if first is None or first.b == 0:
        return
    put = re.sub(r"[^\w]", "", said[: first.b]).strip("".join(EMPTY))
    if len(put) < 2 or set(put) <= LEADING or amounts(put):
        return
    instead = "".join(pieces(re.split(r"[^\w]", told[: first.a])[-1], words_of("relative-days")))
    displaced = [char for char in instead if char not in EMPTY and char not in said]
    # 还举办了 names nobody.
    names = any(re.match(r"n|j|r|eng", word.tag) for word in words(put))
    if len(displaced) >= 2 or (names and put not in told and put not in heads):
        yield Problem(Flaw.SUBJECT, put)


_SUFFERS = re.compile(r"受到|遭到|遭受|得到|获得|被")
_DONE_TO = re.compile(r"[对给向](?P<whom>(?:(?![对给向])[\w、]){2,30}?)(?:进行|给予|予以|作出|实施|开展)")


def _other_recipient(said: str, told: str) -> Iterator[Problem]:
    """The person or body to whom something is done, where the evidence says it is done to another.

    对负责人进行谈话 is no evidence for 部门会受到谈话.
    """
    for found in _SUFFERS.finditer(said):
        if found[0] in told:
            continue
        before, behind = said[: found.start()], re.split(r"[^\w]", said[found.end() :])[0]
        pairs = {behind[at : at + 2] for at in range(len(behind) - 1)}
        for deed in _DONE_TO.finditer(told):
            there = told[deed.end() : deed.end() + len(behind) + 4]
            alike = sum(pair in there for pair in pairs)
            whom = [word.text for word in words(deed["whom"]) if len(word.text) > 1]
            if pairs and alike >= 0.5 * len(pairs) and not any(one in before for one in whom):
                yield Problem(Flaw.SUBJECT, found[0] + behind)


def _edited(said: str, told: str) -> Iterator[Problem]:
    """Negations put in or taken out, and numbers changed, within words that are alike."""
    blocks = _blocks(said, told)
    for one, following in zip(blocks, blocks[1:], strict=False):
        s0, s1 = one.b + one.size, following.b
        t0, t1 = one.a + one.size, following.a
        put, taken = said[s0:s1], told[t0:t1]
        if one.size >= 2 and t1 - t0 <= 6 and (found := negation_in(said, s0, s1)):
            if not negation_in(told, t0, t1):
                yield Problem(Flaw.NEGATION, found)
        elif (
            s0 == s1
            and following.size
            and t1 - t0 <= 6
            and not re.search(r"[,;。:、]", taken)
            and (found := negation_in(told, t0, t1))
        ):
            yield Problem(Flaw.NEGATION, found)
        if any(map(str.isdigit, put)) and any(map(str.isdigit, taken)) and len(taken) <= 8:
            values = [
                {a.value for a in amounts(text) if a.start < end and start < a.end}
                for text, start, end in ((said, s0, s1), (told, t0, t1))
            ]
            if values[0] and values[1] and not values[0] <= values[1]:
                yield Problem(Flaw.FIGURE, put)


def _inside(put: str, taken: str) -> bool:
    return put in taken


def _has_noun(text: str) -> bool:
    return any(_CONTENT_TAG.match(word.tag) and len(word.text) > 1 for word in words(text))


def _slots(said: str, told: str) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of both texts that differ between ranges that are alike."""
    blocks = _blocks(said, told)
    t_at = s_at = 0
    before = 0
    for block in blocks:
        s0, s1, t0, t1 = s_at, block.b, t_at, block.a
        if s0 < s1 and t0 < t1 and t1 - t0 <= 30 and (before >= 2 or s0 == 0) and block.size >= 3:
            yield s0, s1, max(t0, t1 - 2 * (s1 - s0) - 4) if not before else t0, t1
        elif s0 < s1 and t0 < t1 and before >= 3 and t1 - t0 <= 30 and block.size:
            yield s0, s1, t0, t1
        elif s0 < s1 and not block.size and before >= 3 and t0 < len(told):
            # The sentence ends otherwise than the evidence does here.
            yield s0, s1, t0, min(len(told), t0 + s1 - s0 + 4)
        s_at, t_at, before = block.b + block.size, block.a + block.size, block.size


def _blocks(said: str, told: str) -> list[Match]:
    """The stretches of two or more characters that both have, in their order, and an empty last one."""
    matcher = SequenceMatcher(None, told, said, autojunk=False)
    return [block for block in matcher.get_matching_blocks() if block.size != 1]
