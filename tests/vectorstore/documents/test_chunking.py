"""Passages: whole sentences of the source, with keys that last."""

import json
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import PROJECT, SEEDS, environment
from tests.corpus import every, nodes_of, passages_of, seed
from vectorstore.documents.chunking import LONGEST, is_indexed, split
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import block_form, outline
from vectorstore.text.search_form import bare_form
from vectorstore.text.sentences import sentences
from vectorstore.types import NodeKind, Role

SENTENCES = st.sampled_from(
    [
        "一是建立健全领导机制。", "二是建立健全推进机制!", "各单位要高度重视,切实加强组织领导,确保工作落到实处;",
        "会议指出:“要坚持问题导向。”", "记者了解到,全年共培训干部1.59万余人次、举办讲座24.7场。", "怎么争?", "（见第三条。）",
        "“教育整顿要坚持效果导向。”林峰海说。", "创(chuàng)建工作取得实效…", "近年来,全市上下坚持以人民为中心的发展思想,不断提升治理能力和治理水平,"
        "推动各项工作迈上新台阶,群众的获得感、幸福感、安全感不断增强。", "没有句号的一句话", "《关于加强工作的意见。》印发施行。",
    ]
)  # fmt: skip
PARAGRAPHS = st.lists(st.lists(SENTENCES, min_size=1, max_size=14).map("".join), min_size=1, max_size=6).map(
    "\n\n".join
)


def test_no_passage_begins_or_ends_inside_a_sentence() -> None:
    """In all thirteen documents a passage's edges are edges of its block's sentences."""
    for number, document in every().items():
        edges: set[tuple[str, int]] = set()
        for block in document.blocks:
            for span in sentences(block_form(document, block.span)):
                edges |= {("start", span.start), ("end", span.end)}
        for passage in passages_of(number):
            if passage.role is Role.PARAGRAPH:
                assert ("start", passage.span.start) in edges, (number, passage.key)
                assert ("end", passage.span.end) in edges, (number, passage.key)


def test_every_passage_is_what_the_source_says_at_its_span() -> None:
    """A passage's characters are the decoded file's, and passages follow one another."""
    for number, document in every().items():
        end = 0
        for passage in passages_of(number):
            assert end <= passage.span.start < passage.span.end <= len(document.text)
            text = passage.span.of(document.text)
            assert text == text.strip()
            end = passage.span.end


def test_every_sentence_of_a_paragraph_is_in_a_passage() -> None:
    """Nothing that the body says is lost between passages."""
    for number, document in every().items():
        indexed = [p.span for p in passages_of(number) if is_indexed(p)]
        for block in document.blocks:
            if block.role is Role.PARAGRAPH:
                for span in sentences(block_form(document, block.span)):
                    assert any(p.contains(span) for p in indexed), (number, span.of(document.text))


@given(PARAGRAPHS, st.integers(40, 400))
def test_any_text_is_split_between_its_sentences(text: str, longest: int) -> None:
    """Whatever the paragraphs and the limit, passages are whole sentences and none is lost."""
    document = read_bytes(f"全市政法队伍建设情况的报告\n\n{text}\n\n以上就是全部的情况。".encode(), "a.txt")
    passages = split(document, outline(document), longest)
    bodies = [p for p in passages if p.role is Role.PARAGRAPH]
    held = [sentences(block_form(document, p.span)) for p in bodies]
    inside = [span for spans in held for span in spans]
    for block in document.blocks:
        if block.role is Role.PARAGRAPH:
            for span in sentences(block_form(document, block.span)):
                assert any(p.span.contains(span) for p in bodies)
    assert len(inside) >= len(bodies)
    assert len({p.key for p in passages}) == len(passages)
    assert all(len(p.span) <= longest * 1.6 + 120 or len(s) <= 2 for p, s in zip(bodies, held, strict=True))


def test_long_paragraphs_are_cut_and_short_ones_are_not() -> None:
    """No passage of the seeds is much over the limit unless it is a single sentence."""
    for number, document in every().items():
        for passage in passages_of(number):
            form = block_form(document, passage.span)
            if passage.role is Role.PARAGRAPH and len(sentences(form)) > 2:
                assert len(form.text) <= LONGEST * 1.5, (number, passage.key)


def test_a_line_without_a_sentence_end_is_cut_at_its_commas() -> None:
    """A line that goes on and on is cut behind commas, or where there are none by length; nothing is lost."""
    for words, cut_at_commas in (
        ("车辆由办公室统一登记并每季度盘点,", True),
        ("车辆由办公室统一登记并盘点", False),
    ):
        line = words * 100
        document = read_bytes(f"车辆管理办法\n\n{line}\n".encode(), "a.txt")
        parts = [
            p.span.of(document.text) for p in split(document, outline(document)) if p.role is Role.PARAGRAPH
        ]
        assert "".join(parts) == line
        assert max(map(len, parts)) <= LONGEST
        assert min(map(len, parts)) >= 50
        assert all(part.endswith(",") for part in parts) is cut_at_commas


@pytest.mark.parametrize(
    "words",
    ["收入增长5.5%且", "按照第3.2.1条办理并", "共计1,234,567.89元的", "罚款二千五百元或者", "每组3-5人的，"],
)
def test_no_line_is_cut_inside_a_figure(words: str) -> None:
    """Wherever an endless line must be cut, a figure stays whole, with its sign of per cent and its commas."""
    for ahead in range(0, 30, 3):
        line = "甲" * ahead + words * 150
        document = read_bytes(f"车辆管理办法\n\n{line}\n".encode(), "a.txt")
        spans = [p.span for p in split(document, outline(document)) if p.role is Role.PARAGRAPH]
        parts = [span.of(document.text) for span in spans]
        assert len(parts) > 3
        assert "".join(parts) == line
        assert not [
            (one, other)
            for one, other in pairwise(parts)
            if re.search(r"[\d.,二千五百-]\Z", one) and re.match(r"[\d.,%二千五百-]", other)
        ]


def test_keys_are_unique_in_and_between_documents() -> None:
    """No two passages of the thirteen documents share a key."""
    keys = [p.key for number in every() for p in passages_of(number)]
    assert len(set(keys)) == len(keys)


def test_repeated_paragraphs_have_different_keys() -> None:
    """The same paragraph three times in one document gives three keys."""
    line = "各单位要高度重视,切实加强组织领导,确保各项工作落到实处。"
    document = read_bytes(f"工作要求\n\n{line}\n\n{line}\n\n{line}\n".encode(), "a.txt")
    keys = [p.key for p in split(document, outline(document)) if p.role is Role.PARAGRAPH]
    assert len(set(keys)) == 3


def test_what_is_inserted_elsewhere_changes_no_other_key() -> None:
    """A new paragraph in front leaves all other keys of the document as they were."""
    text = seed("002").text
    new = text.replace("  一是建立健全", "  新增的一段话,说明了有关的背景情况。\n\n  一是建立健全", 1)
    document = read_bytes(new.encode(), seed("002").file)
    keys = {p.key for p in split(document, outline(document))}
    before = {p.key for p in passages_of("002")}
    assert len(before - keys) <= 1
    assert len(keys - before) >= 1


def test_keys_are_the_same_in_another_process_with_another_hash_seed() -> None:
    """Two processes with different hash seeds give the same passages in the same order."""
    code = (
        "import json, pathlib; from vectorstore.documents.load import *; from vectorstore.documents.outline import outline;"
        "from vectorstore.documents.chunking import split\n"
        f"folder = pathlib.Path({str(SEEDS)!r}); known = read_provenance(folder)\n"
        "found = [read_file(p, n, known) for p, n in find_files(folder)]\n"
        "print(json.dumps([[q.key, q.span.start, q.span.end, q.path] for d in found for q in split(d, outline(d))]))"
    )
    expected = [
        [p.key, p.span.start, p.span.end, list(p.path)]
        for number in sorted(every())
        if number < "100"
        for p in passages_of(number)
    ]
    for seed_ in ("1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            env=environment(PROJECT, PYTHONHASHSEED=seed_),
            check=True,
        )
        assert json.loads(done.stdout) == expected


def test_a_passage_knows_its_headings() -> None:
    """The path of a passage of 003 names the part and the section above it, in the source's script."""
    document = seed("003")
    passage = next(p for p in passages_of("003") if "政治生日" in p.span.of(document.text))
    assert passage.path[0] == "三、對策建議"
    assert "創(chuàng)新型機關" in passage.path[1]


def test_each_of_the_ten_mechanisms_is_a_passage_at_its_item() -> None:
    """Every item of 002 begins a passage that belongs to that item."""
    passages = passages_of("002")
    for node in nodes_of("002"):
        if node.kind is NodeKind.ITEM:
            assert any(p.span.start == node.span.start and p.node == node.number for p in passages)


def test_title_and_dateline_make_one_passage() -> None:
    """The lines with title, source and date of 000 can be found together, as paragraph 0."""
    document = seed("000")
    metas = [p for p in passages_of("000") if p.role is Role.META]
    assert len(metas) == 1
    assert metas[0].paragraph == 0
    assert "20201205" in bare_form(metas[0].span.of(document.text)).text.replace("年", "").replace("月", "")


def test_headings_and_leftovers_have_keys_but_are_not_searched() -> None:
    """A heading or a web leftover can be cited and is never sought."""
    roles = {p.role: is_indexed(p) for number in every() for p in passages_of(number)}
    assert roles[Role.PARAGRAPH]
    assert roles[Role.META]
    assert not roles[Role.HEADING]
    assert not roles[Role.CHROME]
