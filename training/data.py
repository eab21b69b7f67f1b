"""Reads question files, folds them and holds whole articles out for choosing a checkpoint."""

from __future__ import annotations

import hashlib
import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.extraction.reader import Folded, fold

#: The source of questions that were written for this project.
WRITTEN = "written"
#: Passages of official style, asked about in everyday words; near a half of the questions have no answer.
WRITTEN_FOLDER = Path(__file__).parent / "written"
#: The last file of them that the weights which ship were trained on.
LAST_KNOWN_FILE = 33
#: Behind this in a passage's name stands which sentence it has more than it was written with.
COMPLETED = "+"
#: One written document of so many is held out, by its title, so that new ones move no old one.
_WRITTEN_HELD_OUT = 14
_TITLE = re.compile(r"^[《“\"]?([^,。(:;《》“”\"]{2,16}?)[》”\"]?(?:\(|,|是|为|又称|简称|位于)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A folded passage; `article` groups the paragraphs of one page."""

    id: str
    article: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A folded question; its answer is `passage.text[start:end]`, empty where the passage has none."""

    id: str
    source: str
    text: str
    passage: Passage
    start: int
    end: int

    @property
    def answer(self) -> str:
        """The folded answer."""
        return self.passage.text[self.start : self.end]

    @property
    def answered(self) -> bool:
        """Whether the passage answers it."""
        return self.end > self.start

    @property
    def written(self) -> bool:
        """Whether it was written for this project, its document's title with it."""
        return self.source == WRITTEN

    @property
    def new(self) -> bool:
        """Whether it was written after the weights that ship had been trained."""
        return self.written and int(self.id.split("-")[1]) > LAST_KNOWN_FILE

    @property
    def completed(self) -> bool:
        """Whether its passage has a sentence more than it was written with, which answers."""
        return COMPLETED in self.passage.id


@dataclass(frozen=True, slots=True)
class Split:
    """Questions to train on and questions of other articles to choose a checkpoint by."""

    train: tuple[Question, ...]
    held_out: tuple[Question, ...]


def load_questions(folder: Path) -> tuple[Question, ...]:
    """Every question of the `.jsonl` files of a folder, in the order of file name and line."""
    rows = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    texts = {row["passage_id"]: fold(row["passage"]) for row in rows}
    titles = _titles(rows, texts)
    passages = {
        row["passage_id"]: Passage(
            row["passage_id"],
            _article(row),
            titles.get(_article(row), ""),
            texts[row["passage_id"]].text,
        )
        for row in rows
    }
    questions = []
    for row in rows:
        sources = texts[row["passage_id"]].sources
        inside = [
            i
            for i, source in enumerate(sources)
            if row["start"] <= source < row["start"] + len(row["answer"])
        ]
        if inside:
            questions.append(
                Question(
                    row["id"],
                    row["source"],
                    fold(row["question"]).text.strip(),
                    passages[row["passage_id"]],
                    inside[0],
                    inside[-1] + 1,
                )
            )
    return tuple(questions)


def load_written(folder: Path = WRITTEN_FOLDER) -> tuple[Question, ...]:
    """The questions of passages that carry theirs: {title, passage, questions: [[question, answer], …]}.

    An empty answer says that the passage, of which it speaks, doesn't answer. Behind it may stand a
    sentence that would, and its answer: the question is then asked of the passage with that sentence
    in it too, so that nothing in how a question is put tells whether it is answered. Passages of one
    title are one document.
    """
    questions = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            row = json.loads(line)
            name = f"{WRITTEN}-{path.stem}-{number:04}"
            title = fold(row["title"]).text
            passage = Passage(name, title, title, fold(row["passage"]).text)
            for place, (asked, answer, *completing) in enumerate(row["questions"]):
                told = fold(answer).text
                start = passage.text.find(told)  # 0 where nothing is told
                text = fold(asked).text.strip()
                if start >= 0:
                    questions.append(
                        Question(f"{name}-{place}", WRITTEN, text, passage, start, start + len(told))
                    )
                if completing:
                    whole = f"{name}{COMPLETED}{place}"
                    questions.append(_completed(whole, text, passage, *completing))
    return tuple(questions)


def _completed(name: str, asked: str, passage: Passage, sentence: str, answer: str) -> Question:
    """The question with its passage and one sentence more, at a place that its text decides."""
    more, told = fold(sentence).text, fold(answer).text
    ends = [0, *(found.end() for found in re.finditer("[。!?;\n]", passage.text))]
    at = ends[zlib.crc32(sentence.encode()) % len(ends)]
    text = passage.text[:at] + more + passage.text[at:]
    start = at + more.find(told)
    return Question(name, WRITTEN, asked, replace(passage, id=name, text=text), start, start + len(told))


def _article(row: dict[str, str]) -> str:
    # drcd-dev-1152-12-1 is question 1 of paragraph 12 of article 1152; cmrc2018 has one paragraph
    # per article.
    if row["source"] == "drcd":
        return "-".join(row["id"].split("-")[:3])
    return row["passage_id"]


def _titles(rows: Sequence[dict[str, str]], texts: dict[str, Folded]) -> dict[str, str]:
    """Titles guessed from how an article begins, kept where several questions name them.

    The files have no titles, but passages are indexed under theirs.
    """
    paragraphs: dict[str, list[tuple[int, str]]] = defaultdict(list)
    asked: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        number = int(row["id"].split("-")[3]) if row["source"] == "drcd" else 0
        paragraphs[_article(row)].append((number, row["passage_id"]))
        asked[_article(row)].append(fold(row["question"]).text)
    titles = {}
    for article, found in paragraphs.items():
        match = _TITLE.match(texts[min(found)[1]].text)
        if match and sum(match[1] in question for question in asked[article]) >= 2:
            titles[article] = match[1]
    return titles


def split(questions: Iterable[Question], *, held_out: int, seed: int) -> Split:
    """Hold out whole articles, by a fixed draw, until they have `held_out` questions."""
    by_article: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        by_article[question.passage.article].append(question)
    articles = sorted(by_article)
    random.Random(seed).shuffle(articles)
    chosen: list[Question] = []
    while articles and len(chosen) < held_out:
        chosen += by_article[articles.pop()]
    return Split(
        tuple(question for article in sorted(articles) for question in by_article[article]),
        tuple(chosen),
    )


def split_written(questions: Iterable[Question]) -> Split:
    """Hold out every so many documents with all their passages, by a digest of their titles."""
    parts: tuple[list[Question], list[Question]] = ([], [])
    for question in questions:
        digest = hashlib.blake2b(question.passage.article.encode(), digest_size=8).digest()
        parts[int.from_bytes(digest) % _WRITTEN_HELD_OUT == 0].append(question)
    return Split(tuple(parts[0]), tuple(parts[1]))
