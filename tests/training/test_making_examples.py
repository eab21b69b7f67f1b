"""Changes that training makes to texts, and the windows that the model reads."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import pairwise

from bot.extraction.reading_windows import BOS, EOS, windows
from training.data import WRITTEN_FOLDER, load_written, split_written
from training.examples import ExampleMaker, Mix
from training.perturbing import damage, sentences
from training.shortcut import told_by_questions
from training.validating import written_pairs


def test_damage_keeps_the_span_on_its_words() -> None:
    """After punctuation is lost and notes are put in, the span still holds the answer's figures."""
    text = "去年以来,委领导班子3次听取汇报,形成调研报告48份,推动工作。" * 3
    start = text.index("48份")
    for seed in range(200):
        damaged, first, last = damage(text, start, start + 3, random.Random(seed))
        words = damaged[first:last]
        assert words.startswith("48")
        assert words.endswith("份")


def test_sentences_cover_the_text() -> None:
    """Joined again, the sentences are the text."""
    text = "第一句。第二句!没有句号的;最后"
    assert "".join(text[a:b] for a, b in sentences(text)) == text
    assert len(sentences(text)) == 4


def test_windows_cover_a_long_passage_and_overlap() -> None:
    """Every token of a passage is in a window, neighbours share tokens, none is too long."""
    passage = list(range(100, 1000))
    made = list(windows([10, 11], [20], passage, length=256, overlap=96))
    seen: set[int] = set()
    for window in made:
        context = window.ids[window.context_start : window.context_end]
        assert list(context) == passage[window.first : window.first + len(context)]
        assert window.ids[: window.context_start] == (BOS, 10, 11, EOS, EOS, 20, EOS)
        assert window.ids[-1] == EOS
        assert len(window.ids) <= 256
        seen.update(context)
    assert seen == set(passage)
    gaps = [b.first - a.first for a, b in pairwise(made)]
    assert max(gaps) <= 256 - 96


def test_a_short_passage_is_one_window() -> None:
    """A passage that fits is read once, without a title part when it has no title."""
    made = list(windows([10], [], [100, 101], length=256, overlap=96))
    assert [window.ids for window in made] == [(BOS, 10, EOS, EOS, 100, 101, EOS)]


def test_written_questions_carry_their_answers_or_none() -> None:
    """Each answer is found in its folded passage, near a half have none, and no question is lost."""
    written = load_written()
    rows = [
        json.loads(line)
        for path in sorted(WRITTEN_FOLDER.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    asked = [question for question in written if not question.completed]
    assert len(asked) == sum(len(row["questions"]) for row in rows) > 1000
    assert all(question.answer in question.passage.text for question in written)
    assert 0.4 < sum(question.answered for question in asked) / len(asked) < 0.6


def test_nothing_in_how_a_question_is_put_tells_whether_it_is_answered() -> None:
    """Nearly every near miss is asked of its passage with a sentence more too, which answers it."""
    written = load_written()
    unanswered = {question.text: question for question in written if not question.answered}
    completed = [question for question in written if question.completed]
    assert len(completed) > 0.9 * len(unanswered)
    for question in completed:
        short = unanswered[question.text].passage.text
        assert question.answer
        assert len(short) < len(question.passage.text) < len(short) + 130


def test_an_unanswered_question_trains_no_span() -> None:
    """Its own passage is an example of no answer."""
    held_out = [q for q in split_written(load_written()).held_out if not q.completed]
    made = ExampleMaker(held_out).epoch(0, seed=1)
    unanswered = {q.text.rstrip("?") for q in held_out if not q.answered}
    asked = [example for example in made if example.question.rstrip("?") in unanswered]
    assert len(asked) >= len(unanswered)
    assert not any(example.answerable for example in asked)
    assert all(e.text[e.start : e.end] for e in made if e.answerable)


def test_a_written_document_is_held_out_with_all_its_passages() -> None:
    """A small part is held out, whole documents of it, whatever other documents there are."""
    written = load_written()
    parts = split_written(written)
    assert not {q.passage.article for q in parts.train} & {q.passage.article for q in parts.held_out}
    assert 0.03 < len(parts.held_out) / len(written) < 0.15
    few = split_written(written[: len(written) // 2])
    assert set(few.held_out) <= set(parts.held_out)
    assert set(few.train) <= set(parts.train)


def test_held_out_questions_are_asked_of_a_sibling_passage_too() -> None:
    """A question with an answer makes a pair without one from another passage of its document."""
    first = load_written()[0]
    sibling = replace(first.passage, id="sibling", text="另一段话说的是别的事情,其中没有所问的内容。")
    other = replace(first, id="other", passage=sibling, start=0, end=0)
    pairs = written_pairs([first, other])
    assert [(pair.kind, pair.passage) for pair in pairs] == [
        ("written", first.passage.text),
        ("unanswered", sibling.text),
        ("unanswered", sibling.text),
    ]


def test_public_questions_may_be_drawn_in_part() -> None:
    """With a share of 0, only written questions make examples; with 1, public ones do too."""
    written = load_written()[:60]
    public = tuple(replace(question, source="drcd") for question in load_written()[60:120])
    # Of the kinds that keep a question's words, by which an example is told to be its own.
    kept = Mix(altered=0.0, reworded=0.0, cloze=0.0, cloze_unanswered=0.0)
    asked = {
        share: {
            example.question.rstrip("?")
            for example in ExampleMaker(written + public, mix=kept, written_mix=kept, public=share).epoch(
                0, seed=1
            )
        }
        for share in (0.0, 1.0)
    }
    own, others = ({question.text.rstrip("?") for question in part} for part in (written, public))
    assert asked[0.0]
    assert asked[0.0] <= own
    assert asked[1.0] & (others - own)


def test_a_question_by_itself_hardly_tells_that_it_is_answered() -> None:
    """A linear model of the questions alone tells far less than before near misses were answered too."""
    parts = split_written(load_written())
    plain = [[q for q in part if not q.completed] for part in (parts.train, parts.held_out)]
    whole = told_by_questions(parts.train, parts.held_out)
    assert whole < told_by_questions(plain[0], plain[1]) - 0.1
