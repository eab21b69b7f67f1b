"""Whose document it is: the company, body or place that its sentences mean by 公司, 学校 and 全县.

It is read once from where such documents say it: the title, the lines of the head, the signature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from bot.language.characters import in_order, pieces
from bot.language.limits import LIMITS
from bot.language.places import localities
from bot.language.segmentation import words
from bot.language.word_lists import ends_with, words_of
from vectorstore.documents.tables import cells
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Hit, Role

#: What ends the name of a company, a school and the like; the longer endings first.
_LEGAL = r"股份有限公司|有限责任公司|集团有限公司|有限公司"
_BODIES = rf"{_LEGAL}|集团公司|公司|集团|合作社|事务所|银行|医院|大学|学院|中学|小学|幼儿园|学校|研究院|研究所|协会|基金会"
_NAME = re.compile(rf"[\u4e00-\u9fff]{{2,16}}?(?:{_BODIES})(?:股份有限公司|有限公司)?(?!生)")
#: What stands before a name and is no part of it.
_BEFORE = re.compile(
    r"^(?:.*(?:关于|请问|想问|根据|其中|(?:端午|春|中秋|国庆|元宵|清明|重阳|劳动)节|元旦|期间|假期|寒假|暑假|周末|现在|目前|[的在对向由与和跟同年月日是问]))?(?:[一二三四五六七八九十两几各]+家|全部|所有)?"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A body or place that a document is about: its name in the search form, and its kind.

    Two subjects of one `kind` (two companies, two counties) shut each other out.
    """

    name: str
    kind: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names that people use: in full, and without what kind of company it is."""
        short = self.name
        while short.endswith(("公司", "集团")):
            short = short[:-2].removesuffix("股份有限").removesuffix("有限责任").removesuffix("有限")
        if self.kind != "company" or len(short) < 3:
            return (self.name,)
        return (self.name, short, *_without_place(short))

    def is_named(self, form: str) -> bool:
        """Whether a search form names it, in full or by a short name such as 公交集团."""
        if any(name in form for name in self.names):
            return True
        return self.kind == "company" and any(_shortens(short, self.name) for short in _short_names(form))


@lru_cache(maxsize=1024)
def _short_names(form: str) -> tuple[str, ...]:
    """What a search form calls companies by a short name: 公交集团, 公交公司."""
    found = (_BEFORE.sub("", match[0], count=1) for match in _NAME.finditer(form))
    return tuple(name for name in found if _is_short_name(name))


def _is_short_name(name: str) -> bool:
    """Whether a name is a company's short one: 公交集团."""
    return (
        name.endswith(("集团", "公司"))
        and 4 <= len(name) <= 6
        and not any(word in name for word in ("有限", "股份"))
    )


@lru_cache(maxsize=4096)
def _shortens(short: str, name: str) -> bool:
    """Whether a short name takes its characters from a company's name in their order: 公交集团 of 公共交通集团.

    Each begins a word there, or the second half of one of four characters.
    """
    core, end = short[:-2], short[-2:]
    at = 0
    starts = {n for word in words(name) for n in range(word.start, word.start + len(word.text) - 1, 2)}
    if end not in name or core in name:
        return core in name and end in name
    for char in core:
        at = next((n for n in range(at, name.find(end)) if name[n] == char and n in starts), -1) + 1
        if not at:
            return False
    return True


def _without_place(name: str) -> tuple[str, ...]:
    """A company's name as people say it, without its town: 星野乳业 of 柏川星野乳业.

    Only where what is left begins with a word of its own: 城市建设 of 济南城市建设 names nobody.
    """
    rows = words(name)
    if len(name) != 6 or not rows:  # two characters each for the town, the name and the trade
        return ()
    left = name[2:]
    common = any(word.start == 2 and word.tag[:1] in "va" for word in rows)
    return () if common else (left,)


@lru_cache(maxsize=4096)
def subjects_named(form: str) -> tuple[Subject, ...]:
    """The bodies and places below the prefecture that a search form names, in order."""
    found = []
    for match in _NAME.finditer(form):
        name = _BEFORE.sub("", match[0], count=1)
        # 哪家公司 asks, and names none.
        if len(name) > 3 and not set(name) & set("哪几何"):
            found.append(Subject(name, _kind(name)))
    found += [
        Subject(name, name[-1]) for name in localities(form) if not any(name in one.name for one in found)
    ]
    return tuple(dict.fromkeys(found))


def _kind(name: str) -> str:
    if name.endswith(("公司", "集团")):
        return "company"
    return "school" if ends_with("schools", name) else name[-2:]


def subjects_of(document: Document) -> tuple[Subject, ...]:
    """What a document is about, as its title says; else as its head or its signature does."""
    return _subjects(document.metadata.title, ()) or _subjects("", head_and_signature(document))


def head_and_signature(document: Document) -> tuple[str, ...]:
    """The short lines before the text and the last ones behind it."""
    head = [b for b in document.blocks if b.role in {Role.TITLE, Role.META}][:6]
    rest = [b for b in document.blocks if b.role in {Role.PARAGRAPH, Role.META}][-3:]
    # A table at the end names what its rows are about, not who signs.
    lines = [
        search_form(b.span.of(document.text)).text for b in (*head, *rest) if not cells(document, b.span)
    ]
    return tuple(line for line in lines if 0 < len(line) <= 30 and "。" not in line)


@lru_cache(maxsize=4096)
def _subjects(title: str, lines: tuple[str, ...]) -> tuple[Subject, ...]:
    for line in (search_form(title).text, *lines):
        if found := [one for one in subjects_named(line) if _is_proper(one)]:
            return (found[0],)
    return ()


class Subjects:
    """The subjects of the documents of one generation, and the hits that speak of the one asked about."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._by_title: dict[str, tuple[Subject, ...]] | None = None

    def asked(self, form: str) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
        """The subjects that a question names and the documents that are about them.

        A name that no document is about comes back without documents.
        """
        files: list[str] = []
        named: list[Subject] = []
        for file, subjects in self._titled().items():
            for subject in subjects:
                if subject.is_named(form):
                    files.append(file)
                    named.append(subject)
        own = [one for one in subjects_named(form) if _is_proper(one)]
        own = [one for one in own if not any(_is_same(one, known) for known in named)]
        return tuple(dict.fromkeys((*named, *own))), tuple(dict.fromkeys(files))

    def about(self, subjects: Sequence[Subject], hits: Sequence[Hit]) -> list[Hit]:
        """The hits without those that another subject of the same kind is meant by."""
        if not subjects:
            return list(hits)
        kinds = {subject.kind for subject in subjects}
        return [hit for hit in hits if self._is_about(subjects, kinds, hit)]

    def apart(self, asked: Sequence[Subject], files: Sequence[str]) -> list[list[str]]:
        """The documents of each subject by themselves: of two companies neither crowds the other out."""
        rows = ([file for file in files if one in self._titled()[file]] for one in asked)
        return [row for row in rows if row]

    def _is_about(self, subjects: Sequence[Subject], kinds: set[str], hit: Hit) -> bool:
        document = self._catalog.document(hit.passage.file)
        own = [one for one in subjects_of(document) if one.kind in kinds]
        if not own or any(_is_same(one, asked) for one in own for asked in subjects):
            return True
        said = bare_form("|".join((*hit.passage.path, hit.text))).text
        return any(asked.is_named(said) for asked in subjects)

    def _titled(self) -> dict[str, tuple[Subject, ...]]:
        """The subjects by file, as the titles name them: a whole collection is known without opening it."""
        if self._by_title is None:
            rows = list(self._catalog.documents())
            self._by_title = {one.file: _subjects(one.title, ()) for one in rows}
            # Reports of one form have one title, and their heads say whose they are.
            unnamed = [one.file for one in rows if not self._by_title[one.file]]
            for file in unnamed if len(unnamed) <= LIMITS.opened else ():
                self._by_title[file] = subjects_of(self._catalog.document(file))
        return self._by_title


def _is_proper(subject: Subject) -> bool:
    """Whether a name can only be one body's.

    冷链公司 and 水电公司 say what kind of company is meant, 云桥区公办小学 what kind of school, and 怎么给孙子报名上小学
    names nobody.
    """
    if set(subject.name) & set("哪几所些各每何那这该本某"):
        return False  # 哪几所学校 asks, and names none
    if subject.kind == "company":
        return subject.name.endswith(("有限公司", "有限责任公司", "集团"))
    if not (end := _body_end(subject.name)):
        return True
    own = subject.name.removesuffix(end)
    if own[-1:] in _GOING or any(word.tag[:1] in _NO_NAME for word in words(own)):
        return False
    own = "".join(pieces(own, words_of("kinds-of-bodies")))
    return bool(own) and own not in localities(own)


def _body_end(name: str) -> str:
    """What kind of body a name ends with: 有限公司, 小学; empty for that of a place."""
    return next((end for end in _BODIES.split("|") if name.endswith(end)), "")


#: What stands before 小学 and 医院 where somebody goes there, and the tags of words that no name has: pronouns, adverbs.
_GOING, _NO_NAME = "上读进入去到在办建给", "rdcyu"


def _is_same(one: Subject, other: Subject) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind == "company":
        if one.is_named(other.name) or other.is_named(one.name):
            return True
    elif _body_end(one.name) and (_is_short_for(one.name, other.name) or _is_short_for(other.name, one.name)):
        return True
    return one.name in other.name or other.name in one.name or bool(set(one.names) & set(other.names))


def _is_short_for(short: str, name: str) -> bool:
    """Whether a name has the characters of a shorter one in their order: 市三医院 and 岚州市第三人民医院."""
    return short[:1] == "市" and in_order(short, name)


def search_about(
    subjects: Subjects,
    form: str,
    search: Callable[[Sequence[str]], Sequence[Hit]],
    limit: int,
) -> tuple[list[Hit], tuple[Subject, ...]]:
    """The hits for a question that names a body or a place, and the names that nothing is about.

    `search` finds passages in the files that it is given, in all where there are none. The
    documents about the subject are searched by themselves too: where all reports say 公司, the words of a question
    can't tell one from the other.
    """
    asked, files = subjects.asked(form)
    everywhere = list(search(()))
    if not asked:
        return everywhere, ()
    own = [hit for row in zip_longest(*map(search, subjects.apart(asked, files))) for hit in row if hit]
    # Turn by turn: a district's own report may be silent on what the city's notice says of it.
    rows = zip_longest(subjects.about(asked, own), subjects.about(asked, everywhere))
    found = list({hit.passage.key: hit for row in rows for hit in row if hit}.values())
    return found[:limit], () if found else asked
