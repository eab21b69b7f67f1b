"""Quotations of known origin: true ones, and ones that were altered in a known way."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from opencc import OpenCC

from vectorstore.documents.outline import block_form
from vectorstore.text.quotation_form import quotation_form
from vectorstore.text.sentences import sentences
from vectorstore.types import Document, Role, Span

COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起"
    "发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次"
    "使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫"
)
_TO_HANT = ("s2t", "s2tw", "s2hk")
NEGATIONS = ("不", "未", "没有", "无", "并非")


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation, what it should be found to be, and the spans that it was taken from."""

    kind: str
    text: str
    verdict: str
    origins: tuple[tuple[str, Span], ...]
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A stretch of a document that a quotation is made from."""

    file: str
    span: Span
    text: str


Rows = Sequence[tuple[Document, Sequence[Span]]]


def sentence_rows(documents: Iterable[Document]) -> Rows:
    """The sentences of each document's paragraphs, of those that have any."""
    rows = []
    for document in documents:
        blocks = [block for block in document.blocks if block.role is Role.PARAGRAPH]
        row = [span for block in blocks for span in sentences(block_form(document, block.span))]
        if row and not document.markup:
            rows.append((document, row))
    return rows


def origins(rows: Rows, chance: random.Random, shortest: int = 12) -> Iterator[Origin]:
    """Stretches without end: clauses, sentences, cuts at any character, runs over paragraphs."""
    heights = list(accumulate(sum(map(len, row)) for _, row in rows))
    while True:
        document, row = chance.choices(rows, cum_weights=heights)[0]
        at = chance.randrange(len(row))
        shape = chance.choice(("sentence", "sentence", "clause", "cut", "cut", "sentences", "long"))
        count = {"sentences": 3, "long": 9}.get(shape, 1)
        last = min(len(row), at + chance.randint(1, count)) - 1
        span = Span(row[at].start, row[last].end)
        if shape == "clause":
            marks = [
                span.start,
                *(span.start + m.end() for m in re.finditer("[,，;；]", span.of(document.text))),
                span.end,
            ]
            first = chance.randrange(len(marks) - 1)
            until = chance.randint(first + 1, len(marks) - 1)
            span = Span(marks[first], marks[until])
        if shape == "cut" and len(span) > 20:
            length = chance.randint(12, min(len(span) - 1, 200))
            start = chance.randint(span.start, span.end - length)
            span = Span(start, start + length)
        text = span.of(document.text)
        span = Span(span.start + len(text) - len(text.lstrip()), span.end - len(text) + len(text.rstrip()))
        if (
            len(span)
            and len(quotation_form(span.of(document.text)).text) >= shortest
            and not _cuts_figure(document.text, span)
        ):
            yield Origin(document.file, span, span.of(document.text))


def _cuts_figure(text: str, span: Span) -> bool:
    """Whether a cut falls inside a figure: what is left of it is another figure."""
    return any(re.fullmatch(r"[\d.,]{2}", text[at - 1 : at + 1]) for at in (span.start, span.end) if at)


def cuts_note(origin: Origin) -> bool:
    """Whether a cut falls inside a pinyin note; punctuation or width changed as well is too much."""
    return bool(
        re.match(r"[^\u3400-\u9fff]*[)）]|[(（]", origin.text) or re.search(r"[(（][^)）]*$", origin.text)
    )


def exact(origin: Origin, chance: random.Random) -> str:
    """The source's own characters."""
    return origin.text


def other_script(origin: Origin, chance: random.Random) -> str:
    """In the other script: traditional by three national standards, or simplified."""
    simplified = OpenCC("t2s").convert(origin.text)
    if simplified != origin.text:
        return chance.choice((simplified, OpenCC("tw2s").convert(origin.text)))
    return OpenCC(chance.choice(_TO_HANT)).convert(origin.text)


def other_punctuation(origin: Origin, chance: random.Random) -> str:
    """Every mark in another form, or some left out; figures keep theirs."""
    forms = {
        ",": "，、 ",
        "。": ".。",
        ";": "；",
        ":": "：",
        "“": '「"『',
        "”": '」"』',
        "(": "（",
        ")": "）",
        "、": ",、，",
    }
    out = []
    for at, char in enumerate(origin.text):
        digit = origin.text[at - 1 : at].isdigit() or origin.text[at + 1 : at + 2].isdigit()
        if char in forms and not digit:
            out.append("" if chance.random() < 0.2 else chance.choice(forms[char]))
        else:
            out.append(char)
    return "".join(out)


def other_width(origin: Origin, chance: random.Random) -> str:
    """All ASCII characters at full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in origin.text)


def other_spacing(origin: Origin, chance: random.Random) -> str:
    """White space put between characters, never inside a figure or a word of letters."""
    out = []
    for char in origin.text:
        if out and chance.random() < 0.15 and not (out[-1][-1:].isascii() and char.isascii()):
            out.append(chance.choice((" ", "\u3000", "\n", "\u00a0", "\u200b")))
        out.append(char)
    return "".join(out)


def noise(share: float) -> Callable[[Origin, random.Random], str]:
    """That share of the characters replaced, dropped or followed by an inserted one."""

    def spoil(origin: Origin, chance: random.Random) -> str:
        chars = list(origin.text)
        letters = [at for at, char in enumerate(chars) if char.isalnum()]
        for at in chance.sample(letters, max(1, round(share * len(letters)))):
            other = chance.choice([c for c in COMMON if c != chars[at]])
            chars[at] = chance.choice((other, "", chars[at] + other))
        return "".join(chars)

    return spoil


def spoilt(text: str, share: float, chance: random.Random) -> str:
    """Each character replaced, dropped or followed by an inserted one with that chance."""
    out: list[str] = []
    for char in text:
        if char.isalnum() and chance.random() < share:
            other = chance.choice(COMMON)
            out.append(chance.choice((other, "", char + other)))
        else:
            out.append(char)
    return "".join(out)


def figure_changed(origin: Origin, chance: random.Random) -> str:
    """One figure of the text changed in one digit, or its decimal point moved away."""
    numbers = list(re.finditer(r"\d+(?:\.\d+)?", origin.text))
    number = chance.choice(numbers)
    value = number[0]
    if "." in value and chance.random() < 0.3:
        value = value.replace(".", "")
    else:
        places = [at for at, char in enumerate(value) if char.isdigit()]
        at = chance.choice(places)
        value = value[:at] + chance.choice([d for d in "123456789" if d != value[at]]) + value[at + 1 :]
    return origin.text[: number.start()] + value + origin.text[number.end() :]


def negation_removed(origin: Origin, chance: random.Random) -> str:
    """One negation taken out."""
    found = chance.choice(list(re.finditer("不|未|没有|无|沒有|無", origin.text)))
    return origin.text[: found.start()] + origin.text[found.end() :]


def negation_added(origin: Origin, chance: random.Random) -> str:
    """One negation put in between two Chinese characters."""
    gaps = [m.end() for m in re.finditer("[\u4e00-\u9fff](?=[\u4e00-\u9fff])", origin.text)]
    at = chance.choice(gaps)
    return origin.text[:at] + chance.choice(NEGATIONS) + origin.text[at:]


def has_figure(origin: Origin) -> bool:
    """Whether there is a figure to change."""
    return bool(re.search(r"\d", origin.text))


def has_negation(origin: Origin) -> bool:
    """Whether there is a negation to take out."""
    return bool(re.search("不|未|没有|无|沒有|無", origin.text))
