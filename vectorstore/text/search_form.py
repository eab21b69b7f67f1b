"""The search form of a text: the copy used for matching only, with a map back to the source.

A search form is the text in one width (NFKC), one case, one script (OpenCC `tw2s`, which
unlike `t2s` turns 著力 into 着力), with page damage mended (pinyin notes inside words such
as 創(chuàng)建 taken out, white space and invisible characters taken out) and with
punctuation folded to one form each. The bare form has no punctuation at all.

A raised or circled number, a fraction or a note mark that NFKC makes plain digits of is never a
part of the figure beside it: 24.7² is not 24.72, so it stays as it stands.

Every character of a form knows the source characters that it came from, so a match in the
form is a span of the source. What is displayed is always that span, never the form.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from vectorstore.types import Markup, Span

if TYPE_CHECKING:
    from opencc import OpenCC

#: Raised whenever a form would come out differently; an index records it.
VERSION = 4
#: Forms of each kind that are kept, of texts of so many characters at most: some 25 MB where all are as long.
_KEPT, _SHORT = 2048, 300

_TONED = "āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜńňǹḿ"
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# A pinyin note is a syllable with a tone mark in brackets right behind its character. Where
# the page lost the character too, a question mark stands for it and the opening bracket.
_SYLLABLE = rf"(?=[a-z]*[{_TONED}])[a-zü{_TONED}]{{1,6}}[)）]"
# Taiwan notes the sound in bopomofo.
_BOPOMOFO = r"[\u3105-\u312f\u31a0-\u31bf][\u3105-\u312f\u31a0-\u31bf\u02c7\u02ca\u02cb\u02d9 ]*[)）]"
_NOTE = rf"(?:(?<=[{_CJK}])[(（](?:{_SYLLABLE}|{_BOPOMOFO})|[?？]{_SYLLABLE})"
_INVISIBLE = r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
_DROPPED = re.compile(rf"(?:{_NOTE}|{_INVISIBLE}|[\s\u0000-\u001f\u007f-\u009f])+", re.IGNORECASE)
_WORDLIKE = re.compile(r"[A-Za-z0-9]")

_PUNCTUATION = {
    **dict.fromkeys("“”‘’「」『』〝〞〟＂＇`´«»", '"'),
    "'": '"',
    **dict.fromkeys("—–―─‐‑‒−﹣－ー", "-"),
    **dict.fromkeys("·•・‧∙⋅", "·"),
    **dict.fromkeys("〔［【〖", "["),
    **dict.fromkeys("〕］】〗", "]"),
    "…": "…",
    "⋯": "…",
}
_HONG_KONG = "敍叙枱台粧妆糭粽衞卫衹只説说汚污閲阅鋭锐"
# One-to-many pairs that OpenCC decides by context: a quotation cut in the middle of a word
# lacks that context, so both sides are folded to the same character afterwards.
_AFTER_SCRIPT = str.maketrans(
    {"著": "着", "乾": "干", "藉": "借", "於": "于", "瞭": "了", "徵": "征", "祇": "只"}
    # Hong Kong's forms, which the Taiwan tables of OpenCC leave.
    | dict(zip(_HONG_KONG[::2], _HONG_KONG[1::2], strict=True))
)
# Parts of characters that PDF files and pickers put for the characters; NFKC leaves those of the
# supplement block.
_RADICALS = (
    "⺁厂⺒巳⺙攵⺝月⺟母⺠民⺢氺⺩王⺬示⺮竹⺱罒⺴罓⺶羊⺷羊⺸羊⺺聿⺼月⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻤鬼"
    "⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)

_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_NOTE_NUMBER = re.compile(r"(?<=[0-9])(?:\[[0-9]{1,3}\]|\([0-9]{1,2}\))(?![0-9])")
_BARE_KEPT = re.compile(r"(?:[^\W_]|[%‰℃])+|(?<=\d)\.(?=\d)")


class _Fold(dict[int, str]):
    """A translation table that works each character out once, when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _PUNCTUATION.get(char)
        if 0xD800 <= code <= 0xDFFF:
            folded = "\ufffd"  # half a character: no library takes it
        if folded is None:
            folded = unicodedata.normalize("NFKC", char).lower()
            folded = "".join(_PUNCTUATION.get(c, c) for c in folded).replace(" ", "") or char
            if any(c.isdecimal() for c in folded) and not char.isdecimal():
                folded = char  # ² ⑪ ½ ⒈: `_settled` looks at what stands beside it
        self[code] = folded
        return folded


_FOLD = _Fold({ord(part): whole for part, whole in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)})


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A folded text and where each of its characters came from.

    `starts[i]` and `ends[i]` bound, in characters of the source, what `text[i]` stands for;
    both have the length of `text` and never decrease.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The span of the source behind `text[start:end]`, which must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])

    def locate(self, span: Span) -> tuple[int, int]:
        """The range of `text` that comes from `span` of the source (empty where none does)."""
        first = bisect_left(self.starts, span.start)
        last = bisect_right(self.ends, span.end)
        return first, max(first, last)


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("tw2s")


def one_script(text: str) -> str:
    """`text` in simplified characters, one character for each of `text`'s."""
    converted: str = _converter().convert(text)
    if len(converted) != len(text):
        # A phrase was rewritten to another length: character by character keeps the map.
        singles = (_converter().convert(char) for char in text)
        converted = "".join(new if len(new) == 1 else old for old, new in zip(text, singles, strict=True))
    return converted.translate(_AFTER_SCRIPT)


def search_form(text: str, markup: Iterable[Markup] = (), base: int = 0) -> SearchForm:
    """The search form of `text`, punctuation kept.

    `markup` are the parts of `text` that are not words, in order; `base` is added to every
    offset, for a `text` that is itself a part of a longer one. White space stays, as one
    space, only between two words of ASCII letters or digits, and as a tab between the cells
    of a row: 8时 and 16时20分 beside each other are no 8时16时.

    The latest forms of short texts are kept: each question compares the same sentences several times.
    """
    if markup == () and not base and len(text) <= _SHORT:
        return _kept(text)
    return _made(text, markup, base)


@lru_cache(_KEPT)
def _kept(text: str) -> SearchForm:
    return _made(text, (), 0)


def _made(text: str, markup: Iterable[Markup], base: int) -> SearchForm:
    form = _Form(base)
    at = 0
    for start, end, shown in _gaps(text, markup):
        form.take(text[at:start], start=at)
        if shown is None:
            form.leave(text[start:end], start, end)
        elif shown.strip():
            form.stand(shown, start, end)
        elif shown:
            form.leave(shown, start, end)
        at = end
    form.take(text[at:], start=at)
    kept = "".join(form.kept)
    starts, ends = form.starts, form.ends
    if _COMPATIBLE.search(kept):
        kept, starts, ends = _settled(kept, starts, ends)
    return SearchForm(_with_zeros(one_script(kept)), starts, ends)


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉"
_AS_RAISED = str.maketrans("0123456789", _RAISED)
#: Raised and lowered digits, ⑴ ⒈ ㋀ ㍘ ㏠ 🄁, and the squared units with a figure (㎡).
_COMPATIBLE = re.compile(
    rf"[{_RAISED}{_LOWERED}\u2474-\u249b\u32c0-\u32cb\u3358-\u3370\u3371-\u33fe\U0001f100-\U0001f10a]"
)
# m², CO₂: behind a letter, and not before a figure, it is a part of the name.
_ENDS_FIGURE = re.compile(r"\d\.?\Z")
_OF_A_NAME = re.compile(rf"(?<=[a-z])[{_RAISED}{_LOWERED}]+(?![0-9])")


def raised(text: str) -> str:
    """`text` with its digits raised, as a page shows an exponent or the number of a note."""
    return text.translate(_AS_RAISED)


def _settled(text: str, starts: array[int], ends: array[int]) -> tuple[str, array[int], array[int]]:
    """A form with each compatible character resolved that no figure stands beside."""
    text = _OF_A_NAME.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    kept: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(text):
        folded = char
        if _COMPATIBLE.match(char) and char not in _RAISED and char not in _LOWERED:
            plain = unicodedata.normalize("NFKC", char).lower()
            glued = _ENDS_FIGURE.search("".join(kept[-2:]))
            runs_on = plain[-1].isalnum() or plain[-1] in ".,"
            if not (glued and plain[0].isdecimal()) and not (runs_on and text[at + 1 : at + 2].isdecimal()):
                folded = plain
        kept.append(folded)
        origins.extend([at] * len(folded))
    return (
        "".join(kept),
        array("q", (starts[at] for at in origins)),
        array("q", (ends[at] for at in origins)),
    )


# Behind 百, 千, 万 and 亿 only a circle is one: 五百0九 is damage, 五百○九 a figure.
_ZERO = re.compile(
    r"(?<=[〇零一二三四五六七八九])[○◯⚪o0]+(?=[〇零一二三四五六七八九年])|(?<=[百千万亿])[○◯⚪]+(?=[一二三四五六七八九])"
)


def _with_zeros(text: str) -> str:
    """`text` with the circles and letters that stand for a zero among Chinese digits: 二○二一."""
    return _ZERO.sub(lambda found: "〇" * len(found[0]), text)


class _Form:
    """A search form in the making."""

    def __init__(self, base: int) -> None:
        self.base = base
        self.kept: list[str] = []
        self.starts: array[int] = array("q")
        self.ends: array[int] = array("q")
        self._space: tuple[int, int] | None = None
        self._of_cells = False

    def take(self, part: str, start: int) -> None:
        """Fold `part`, which has nothing to leave out and begins at `start`."""
        if not part:
            return
        folded = part.translate(_FOLD)
        self._separate(folded[0])
        first = self.base + start
        if len(folded) == len(part):
            self.starts.extend(range(first, first + len(part)))
            self.ends.extend(range(first + 1, first + len(part) + 1))
        else:
            for offset, char in enumerate(part, first):
                width = len(_FOLD[ord(char)])
                self.starts.extend([offset] * width)
                self.ends.extend([offset + 1] * width)
        self.kept.append(folded)

    def stand(self, shown: str, start: int, end: int) -> None:
        """Fold `shown`, which the markup between `start` and `end` stands for."""
        for number, word in enumerate(shown.split()):
            if number or shown[0].isspace():
                self.leave("\t" if shown[0] == "\t" and not number else " ", start, end)
            folded = word.translate(_FOLD)
            self._separate(folded[0])
            self.kept.append(folded)
            self.starts.extend([self.base + start] * len(folded))
            self.ends.extend([self.base + end] * len(folded))
        if shown[-1].isspace():
            self.leave(shown[-1], start, end)

    def leave(self, gap: str, start: int, end: int) -> None:
        """Leave out `gap`: a pinyin note, white space, something invisible, or a tag."""
        note = _NOTE_ALONE.match(gap)
        if note and self.ends:
            # A note belongs to the character that it explains.
            self.ends[-1] = self.base + start + note.end()
        else:
            self._space = (self.base + start, self.base + end)
            self._of_cells = self._of_cells or "\t" in gap

    def _separate(self, following: str) -> None:
        """Put the one space between two words, or two cells, that a gap kept apart."""
        gap, self._space = self._space, None
        of_cells, self._of_cells = self._of_cells, False
        if not gap or not self.kept:
            return
        between_words = _WORDLIKE.match(self.kept[-1][-1]) and _WORDLIKE.match(following)
        if between_words or of_cells:
            self.kept.append(" " if between_words else "\t")
            self.starts.append(gap[0])
            self.ends.append(gap[1])


_NOTE_ALONE = re.compile(r"[(（?？][^)）]*[)）]")


def bare_form(text: str, markup: Iterable[Markup] = (), base: int = 0) -> SearchForm:
    """The search form of `text` without punctuation and spaces.

    Decimal points stay; thousands separators go; two numbers that punctuation or a space
    kept apart stay apart by a `|`, so that `2020,35` never becomes 202035.
    """
    if markup == () and not base and len(text) <= _SHORT:
        return _kept_bare(text)
    return without_punctuation(search_form(text, markup, base))


@lru_cache(_KEPT)
def _kept_bare(text: str) -> SearchForm:
    return without_punctuation(_kept(text))


def without_punctuation(form: SearchForm) -> SearchForm:
    """The bare form of a search form.

    A note's number in brackets right behind a figure is raised: 24.7[1]亿元 holds no 1亿元.
    """
    marked = _NOTE_NUMBER.sub(lambda found: raised(found[0]), form.text)
    form = SearchForm(marked, form.starts, form.ends)
    skipped = {
        index
        for number in _GROUPED.finditer(form.text)
        for index in range(number.start(), number.end())
        if form.text[index] == ","
    }
    text: list[str] = []
    starts: array[int] = array("q")
    ends: array[int] = array("q")
    last = 0
    for run in _BARE_KEPT.finditer(form.text):
        first, end = run.span()
        if (
            first > last
            and text
            and form.text[last - 1].isdecimal()
            and form.text[first].isdecimal()
            and not (first - last == 1 and last in skipped)
        ):
            text.append("|")
            starts.append(form.starts[last])
            ends.append(form.ends[first - 1])
        text.append(run[0])
        starts.extend(form.starts[first:end])
        ends.extend(form.ends[first:end])
        last = end
    bare = _OF_A_NAME.sub(lambda found: unicodedata.normalize("NFKC", found[0]), "".join(text))
    return SearchForm(_with_zeros(bare), starts, ends)


def _gaps(text: str, markup: Iterable[Markup]) -> Iterable[tuple[int, int, str | None]]:
    """What is left out of `text` as (start, end, what it stands for), in order.

    Markup stands for what it shows, be it nothing; white space and damage for None.
    """
    dropped: list[tuple[int, int, str | None]] = [(*found.span(), None) for found in _DROPPED.finditer(text)]
    marks: list[tuple[int, int, str | None]] = [(m.span.start, m.span.end, m.shown) for m in markup]
    if not marks:
        return dropped
    inside = 0
    merged = []
    for gap in sorted(dropped + marks, key=lambda gap: (gap[0], -gap[1])):
        if gap[0] >= inside:
            merged.append(gap)
            inside = gap[1]
    return merged
