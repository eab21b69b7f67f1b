"""Questions to begin with that these documents answer: made from their headings, checked once by asking.

What was found is kept by generation beside the index, not in it: asking changes no file of a generation.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from bot.language.characters import is_han, pieces
from bot.language.limits import LIMITS
from bot.language.word_lists import begins_with, ends_with, is_word_of
from bot.types import Answer, Answered
from vectorstore.documents.outline import siblings
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import search_form
from vectorstore.types import Node, NodeKind, Span

#: A question whose answer is as probable is not looked for any further.
_SURE = 0.6
#: Up to so many characters a heading with a verb in front is a name: 组织原则, but 明确目标任务.
_SHORT_NAME = 4
#: With one of these a heading is a sentence: 县公安局是主管部门, 每户限养一只犬.
_PREDICATES = frozenset(
    {"是", "为", "应当", "应", "可以", "不得", "必须", "禁止", "限", "实行", "按照", "由", "负责"}
)
_NAME = "suggested-questions.json"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question made from a heading, and where its answer is to stand."""

    question: str
    file: str
    span: Span


def candidates(catalog: Catalog) -> list[Candidate]:
    """Questions made from headings and list items, those of different documents in turn."""
    files = [record.file for record in catalog.documents()][: LIMITS.suggested_from]
    rows = [list(_of_document(catalog, file))[: LIMITS.tried_each] for file in files]
    mixed = [one for turn in zip_longest(*rows) for one in turn if one]
    return list({one.question: one for one in mixed}.values())[: LIMITS.tried]


def _of_document(catalog: Catalog, file: str) -> Iterator[Candidate]:
    nodes, text = catalog.nodes(file), catalog.document(file).text
    seen: set[int] = set()
    for kind in (NodeKind.HEADING, NodeKind.ITEM):
        for node in nodes:
            if node.kind is not kind or node.number in seen:
                continue
            row = siblings(nodes, node.number)
            if kind is NodeKind.ITEM:
                seen |= {other.number for other in row}
                if kinds := _in_common([_first_clause(other, text) for other in row]):
                    whole = Span(row[0].span.start, row[-1].span.end)
                    yield Candidate(f"有哪些{kinds}？", file, whole)
            name = _subject(node, text)
            listed = sum(other.parent == node.number for other in nodes) > 2
            for question in _asked(name, listed) if name else ():
                yield Candidate(question, file, node.span)


def _in_common(names: Sequence[str]) -> str:
    """The noun that the names of a list's items share: 机制 of 领导机制, 培训机制 and 报告机制."""
    from bot.language.segmentation import words

    if len(names) < LIMITS.like_items or not all(names):
        return ""
    nouns = [word.text for word in words(names[0]) if word.tag == "n" and len(word.text) > 1]
    return next((noun for noun in nouns if all(noun in name for name in names)), "")


def _subject(node: Node, text: str) -> str:
    """What a heading is about, in the script and the words of its first clause; empty where it says too little."""
    name = _first_clause(node, text)
    fits = LIMITS.heading[0] <= len(name) <= LIMITS.heading[1] and all(map(is_han, name))
    return name if fits and not is_word_of("headings", name) and not name.endswith("说明") else ""


def _first_clause(node: Node, text: str) -> str:
    form = search_form(node.name.of(text)).text
    return pieces(form.strip("\"'()<> "), ",;:.!?。、-—")[0].strip()


def _asked(name: str, listed: bool) -> list[str]:
    """A heading as a question: what is done is asked how, what there is, what it is; a sentence is no question's subject."""
    from bot.language.segmentation import words

    if "下列情形" in name:
        return []
    if "下列" in name:
        return [f"{name.replace('下列', '哪些')}？"]  # 申请登记应当提交下列材料
    found = list(words(name))
    opening = next(iter(words(name[:2])), None)
    if not found or opening is None or found[0].tag[0] in "pcdfru":
        return []  # 在…中, 对于…: a part of a sentence
    if name.startswith("存在"):
        return [f"{name[:2]}哪些{name[2:]}？"]
    if any(word.text in _PREDICATES for word in found):
        return []
    named = ends_with("heading-kinds", name)
    if begins_with("heading-verbs", name) and not (named and len(name) <= _SHORT_NAME):
        return [f"怎样{name}？"]
    if "v" in (found[0].tag[0], opening.tag[0]) and not named:
        return []
    return [
        *([f"{name}是什么？"] if named and not listed else []),
        *([f"{name}有哪些？"] if named or listed else []),
    ]


def answers(candidate: Candidate, answer: Answer) -> bool:
    """Whether an answer is one, and comes from where the question was made."""
    return isinstance(answer, Answered) and all(
        any(one.file == candidate.file and one.span.overlaps(candidate.span) for one in claim.citations)
        for claim in answer.claims
    )


class Suggestions:
    """The suggested questions of the generations of one index, in a file of the data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / _NAME

    def of(self, generation: str) -> tuple[str, ...] | None:
        """The questions of a generation; None where they have not been looked for yet. Costs one small file."""
        try:
            row = json.loads(self._file.read_text("utf-8"))
            found = row["questions"] if row["generation"] == generation else None
            return tuple(str(one) for one in found[: LIMITS.suggested]) if found is not None else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def keep(self, generation: str, questions: Sequence[str]) -> None:
        """Keep the questions of a generation; where nothing can be written they are looked for again."""
        row = json.dumps({"generation": generation, "questions": list(questions)}, ensure_ascii=False)
        new = self._file.with_name(f"{_NAME}.{os.getpid()}")
        with suppress(OSError):
            descriptor = os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(row)
            new.replace(self._file)


def find(
    catalog: Catalog, ask: Callable[[str], Answer], go_on: Callable[[], bool] = lambda: True
) -> tuple[str, ...] | None:
    """Questions that are answered, each from another document where there are as many; None where told to stop."""
    good: dict[str, list[tuple[float, str]]] = {}
    for one in candidates(catalog):
        if not go_on():
            return None
        if sum(max(row)[0] >= _SURE for row in good.values()) >= LIMITS.suggested:
            break
        if max(good.get(one.file, [(0.0, "")]))[0] >= _SURE:
            continue
        answer = ask(one.question)
        if answers(one, answer):
            good.setdefault(one.file, []).append((answer.probability, one.question))
    # The best of each document first, then what else there is.
    rows = [sorted(row, reverse=True) for row in good.values()]
    best = sorted((row[0] for row in rows), reverse=True)
    more = sorted((one for row in rows for one in row[1:]), reverse=True)
    return tuple(question for _, question in [*best, *more][: LIMITS.suggested])
