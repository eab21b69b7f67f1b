"""Makes one epoch's examples: windows with the answer, and windows that only look like it.

Every epoch draws anew, from the seed and its number alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from training.data import COMPLETED, Question
from training.perturbing import Substitutes, cloze, damage, sentences
from training.ranking import Ranker, terms

_RANKED_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Example:
    """One pair to read; `start == end` means that the text does not answer the question."""

    kind: str
    question: str
    title: str
    text: str
    start: int
    end: int

    @property
    def answerable(self) -> bool:
        """Whether the text holds the answer."""
        return self.end > self.start


@dataclass(frozen=True, slots=True)
class Mix:
    """How often each kind comes, per question and epoch."""

    own: float = 1.0
    ranked: float = 0.32
    elsewhere: float = 0.12
    removed: float = 0.1
    altered: float = 0.16
    reworded: float = 0.2
    cloze: float = 0.2
    cloze_unanswered: float = 0.1


#: Of written questions more that only look answered: what official documents are asked is mostly near.
WRITTEN_MIX = Mix(ranked=0.5, removed=0.3, altered=0.25, reworded=0.25, cloze=0.1, cloze_unanswered=0.05)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Window sizes in characters and how often a title and damage come."""

    shortest: int = 60
    usual: int = 180
    longest: int = 300
    title: float = 0.5
    #: A written question may need the title: it tells one county from the next.
    written_title: float = 0.9
    damaged: float = 0.12


class ExampleMaker:
    """Draws examples from questions; ranks wrong passages once, when made."""

    def __init__(
        self,
        questions: Sequence[Question],
        *,
        mix: Mix | None = None,
        written_mix: Mix | None = None,
        sizes: Sizes | None = None,
        public: float = 1.0,
        known: float = 1.0,
    ) -> None:
        """`public` and `known` are the shares that an epoch draws of the public questions, and of
        those written ones that the weights it starts from were trained on.
        """
        self._public, self._known = public, known
        self._questions = tuple(questions)
        self._mix, self._sizes = mix or Mix(), sizes or Sizes()
        self._written_mix = written_mix or WRITTEN_MIX
        passages = {
            question.passage.id: question.passage
            for question in questions
            # One sentence more would answer a question that the passage as written doesn't.
            if not question.completed
        }
        self._passages = tuple(passages.values())
        ranker = Ranker([f"{passage.title} {passage.text}" for passage in self._passages])
        self._wrong = tuple(
            tuple(
                number
                for number in ranker.best(question.text, _RANKED_DEPTH)
                if self._passages[number].id != question.passage.id.partition(COMPLETED)[0]
                and not (question.answered and question.answer in self._passages[number].text)
            )
            for question in self._questions
        )
        self._substitutes = Substitutes(question.text for question in self._questions)

    def epoch(self, number: int, *, seed: int) -> list[Example]:
        """The examples of an epoch, in no useful order."""
        rng = random.Random(f"{seed}/{number}")
        examples: list[Example] = []
        for place, question in enumerate(self._questions):
            share = 1.0 if question.new else self._known if question.written else self._public
            if rng.random() >= share:
                continue
            mix = self._written_mix if question.written else self._mix
            for kind in ("own", "ranked", "elsewhere", "removed", "altered", "reworded"):
                if rng.random() < getattr(mix, kind):
                    made = self.make(kind, place, question, rng)
                    if made is not None:
                        examples.append(made)
            examples += self._clozes(question, rng)
        return examples

    def make(self, kind: str, place: int, question: Question, rng: random.Random) -> Example | None:
        """One example of a kind for the question at `place`; None where it can't be made."""
        passage = question.passage
        asked = question.text
        if not question.answered and kind not in {"own", "ranked"}:
            return None
        if kind == "own" and not question.answered:
            text, start, end = self._likeliest(passage.text, asked, rng), 0, 0
        elif kind == "own":
            text, start, end = self._around(passage.text, question.start, question.end, rng)
        elif kind == "ranked":
            if not self._wrong[place]:
                return None
            # Near the top more often: min of two draws.
            wrong = self._wrong[place]
            passage = self._passages[wrong[min(rng.randrange(len(wrong)) for _ in range(2))]]
            text, start, end = self._likeliest(passage.text, asked, rng), 0, 0
        elif kind in {"altered", "reworded"}:
            change = self._substitutes.alter if kind == "altered" else self._substitutes.reword
            changed = change(asked, passage.text, rng)
            if changed is None:
                return None
            asked = changed
            text, _, _ = self._around(passage.text, question.start, question.end, rng)
            start = end = 0
        else:
            rest = self._without_answer(question)
            if kind == "elsewhere" or rest is None:
                rest = self._elsewhere(question, rng)
            if rest is None or question.answer in rest:
                return None
            text, start, end = self._cut(rest, rng), 0, 0
        return self._finish(kind, asked, question, passage.title, text, start, end, rng)

    def _clozes(self, question: Question, rng: random.Random) -> list[Example]:
        made = []
        passage = question.passage
        mix = self._written_mix if question.written else self._mix
        if rng.random() < mix.cloze:
            asked = cloze(passage.text, rng)
            if asked is not None:
                span = self._around(passage.text, asked.start, asked.end, rng)
                made.append(self._finish("cloze", asked.text, question, passage.title, *span, rng))
        if rng.random() < mix.cloze_unanswered:
            asked = cloze(passage.text, rng)
            if asked is not None:
                changed = self._substitutes.alter(asked.text, passage.text, rng)
                if changed is not None and rng.random() < 0.6:
                    text, _, _ = self._around(passage.text, asked.start, asked.end, rng)
                    title = passage.title
                else:
                    # The same kind of statement, another page.
                    other = self._passages[rng.randrange(len(self._passages))]
                    changed, title = asked.text, other.title
                    text = self._likeliest(other.text, asked.text, rng)
                    if other.id == passage.id:
                        return made
                made.append(self._finish("cloze_unanswered", changed, question, title, text, 0, 0, rng))
        return made

    def _finish(
        self,
        kind: str,
        asked: str,
        question: Question,
        title: str,
        text: str,
        start: int,
        end: int,
        rng: random.Random,
    ) -> Example:
        if rng.random() < self._sizes.damaged:
            text, start, end = damage(text, start, end, rng)
        if rng.random() < 0.3:
            asked = asked.rstrip("?")
        often = self._sizes.written_title if question.written else self._sizes.title
        shown = title if rng.random() < often else ""
        return Example(kind, asked, shown, text, start, end)

    def _size(self, rng: random.Random) -> int:
        # Shorter than in use on average: they are cheap and train the span as well.
        sizes = self._sizes
        return int(rng.triangular(sizes.shortest, sizes.longest, sizes.usual))

    def _around(self, text: str, start: int, end: int, rng: random.Random) -> tuple[str, int, int]:
        size = max(self._size(rng), end - start + 20)
        if len(text) <= size:
            return text, start, end
        first = rng.randint(max(0, end - size), min(start, len(text) - size))
        return text[first : first + size], start - first, end - first

    def _cut(self, text: str, rng: random.Random) -> str:
        size = self._size(rng)
        first = rng.randint(0, max(len(text) - size, 0))
        return text[first : first + size]

    def _likeliest(self, text: str, asked: str, rng: random.Random) -> str:
        """The window that shares most with the question; now and then any window."""
        if rng.random() < 0.25:
            return self._cut(text, rng)
        size = self._size(rng)
        wanted = set(terms(asked))
        starts = range(0, max(len(text) - size, 0) + 1, 40)
        first = max(starts, key=lambda at: len(wanted & set(terms(text[at : at + size]))))
        return text[first : first + size]

    @staticmethod
    def _without_answer(question: Question) -> str | None:
        text = question.passage.text
        spans = sentences(text)
        kept = [text[a:b] for a, b in spans if b <= question.start or a >= question.end]
        rest = "".join(kept)
        return rest if len(rest) >= 40 else None

    @staticmethod
    def _elsewhere(question: Question, rng: random.Random) -> str | None:
        text = question.passage.text
        sides = [side for side in (text[: question.start], text[question.end :]) if len(side) >= 60]
        if not sides:
            return None
        side = rng.choice(sides)
        spans = sentences(side)
        # Drop what is left of the answering sentence.
        rest = side[: spans[-1][0]] if side == text[: question.start] else side[spans[0][1] :]
        return rest if len(rest) >= 40 else None
