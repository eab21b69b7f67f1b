"""What keys mean after documents changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.citations.resolver import KeyState, keys_in
from tests.lookup_library import entries_of, retired_from, seed_entries, write
from vectorstore.index.catalog import Entry

_FILE = "办法.txt"
_PARAGRAPHS = (
    "为规范公共资源交易活动,维护国家利益和社会公共利益,根据有关法律法规,结合本市实际,制定本办法。",
    "市发展改革部门负责指导和协调全市公共资源交易工作,并对交易平台的运行进行监督管理。",
    "交易中心应当在收到申请后3个工作日内完成审核;材料不齐的,一次性告知需要补正的全部内容。",
    "投标人不得以他人名义投标,不得串通投标报价,不得以行贿谋取中标。",
    "任何单位和个人发现违法行为的,有权向监督部门举报,监督部门应当为举报人保密。",
    "本办法自2024年7月1日起施行,有效期5年。",
)
_SENTENCES = (
    "交易信息应当在指定媒介上同步公开。",
    "监督部门每年抽查的项目不少于总数的一成。",
    "电子档案保存期限不得少于15年。",
)


def _entry(paragraphs: list[str]) -> Entry:
    return entries_of({_FILE: "某市公共资源交易管理办法\n\n" + "\n".join(paragraphs)})[0]


@st.composite
def _edits(draw: st.DrawFn) -> list[str]:
    """The paragraphs after one to four random edits."""
    paragraphs = list(_PARAGRAPHS)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(paragraphs) - 1))
        kind = draw(st.sampled_from(("insert", "delete", "sentence", "character", "swap", "repeat")))
        if kind == "insert":
            paragraphs.insert(at, draw(st.sampled_from(_SENTENCES)))
        elif kind == "delete" and len(paragraphs) > 2:
            del paragraphs[at]
        elif kind == "sentence":
            paragraphs[at] += draw(st.sampled_from(_SENTENCES))
        elif kind == "character":
            place = draw(st.integers(0, len(paragraphs[at]) - 2))
            paragraphs[at] = paragraphs[at][:place] + "新" + paragraphs[at][place + 1 :]
        elif kind == "swap":
            other = draw(st.integers(0, len(paragraphs) - 1))
            paragraphs[at], paragraphs[other] = paragraphs[other], paragraphs[at]
        elif kind == "repeat":
            paragraphs.insert(at, paragraphs[at])
    return paragraphs


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paragraphs=_edits(), remembered=st.booleans())
def test_keys_mean_the_same_text_or_say_that_it_changed(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str], remembered: bool
) -> None:
    """After random edits a key resolves to the very same text, or is reported as no longer holding.

    With `remembered` the catalogue knows the old passages, as where the change was ingested;
    without it only the key itself can tell, as on another machine.
    """
    before, after = _entry(list(_PARAGRAPHS)), _entry(paragraphs)
    present = {passage.key for passage in after.passages}
    retired = [old for old in retired_from(before) if old.key not in present] if remembered else []
    lookup = write(tmp_path_factory.mktemp("g") / "g", [after], retired)
    text = after.document.text
    for passage in before.passages:
        old = passage.span.of(before.document.text)
        resolved = lookup.resolver.resolve(passage.key)
        if resolved.holds:
            assert resolved.span is not None
            assert resolved.span.of(text) == old
        else:
            assert resolved.state in {KeyState.CHANGED, KeyState.GONE}
        if any(passage.span.of(text) == old for passage in after.passages) and remembered:
            assert resolved.holds
        if old not in text:
            assert not resolved.holds


def test_an_untouched_passage_keeps_its_key_when_another_one_changes() -> None:
    """A sentence added to one paragraph changes no other passage's key."""
    before = _entry(list(_PARAGRAPHS))
    after = _entry([*_PARAGRAPHS[:2], _PARAGRAPHS[2] + _SENTENCES[0], *_PARAGRAPHS[3:]])
    old = {p.key for p in before.passages}
    new = {p.key for p in after.passages}
    assert len(old - new) == len(new - old) == 1


def test_a_changed_passage_says_what_stands_there_now(tmp_path: Path) -> None:
    """A changed figure makes the key say so, with the old text and the difference."""
    before = _entry(list(_PARAGRAPHS))
    after = _entry([p.replace("3个工作日", "5个工作日") for p in _PARAGRAPHS])
    (key,) = {p.key for p in before.passages} - {p.key for p in after.passages}
    known = [old for old in retired_from(before) if old.key == key]
    resolved = write(tmp_path / "here", [after], known).resolver.resolve(key)
    assert resolved.state is KeyState.CHANGED
    assert resolved.was == _PARAGRAPHS[2]
    assert resolved.retired_on == "2026-01-02"
    assert [(d.source, d.quoted, d.sort.value) for d in resolved.differences] == [("5", "3", "figure")]
    assert resolved.passage is not None
    assert "5个工作日" in resolved.passage.span.of(after.document.text)


def test_another_machine_names_the_passage_that_resembles_it(tmp_path: Path) -> None:
    """Without any memory of the old text the sketch in the key leads to the changed passage."""
    before = _entry(list(_PARAGRAPHS))
    after = _entry([p.replace("3个工作日", "5个工作日") for p in _PARAGRAPHS])
    (key,) = {p.key for p in before.passages} - {p.key for p in after.passages}
    resolved = write(tmp_path / "there", [after]).resolver.resolve(key)
    assert resolved.state in {KeyState.CHANGED, KeyState.GONE}
    assert any("5个工作日" in p.span.of(after.document.text) for p in resolved.candidates)


def test_a_renamed_file_moves_its_passages(tmp_path: Path) -> None:
    """The same text under another file name is found, and said to have moved."""
    before = _entry(list(_PARAGRAPHS))
    after = entries_of({"新名.txt": before.document.text})[0]
    resolver = write(tmp_path / "g", [after]).resolver
    for old, new in zip(before.passages, after.passages, strict=True):
        resolved = resolver.resolve(old.key)
        assert resolved.state is KeyState.MOVED
        assert resolved.passage == new


def test_a_removed_passage_is_gone_and_its_neighbours_are_named(tmp_path: Path) -> None:
    """What stood before and after a removed paragraph is shown instead of anything else."""
    before = _entry(list(_PARAGRAPHS))
    after = _entry([*_PARAGRAPHS[:3], *_PARAGRAPHS[4:]])
    present = {p.key for p in after.passages}
    retired = [old for old in retired_from(before) if old.key not in present]
    resolved = write(tmp_path / "g", [after], retired).resolver.resolve(retired[0].key)
    assert resolved.state is KeyState.GONE
    assert resolved.passage is None
    texts = [p.span.of(after.document.text) for p in resolved.candidates]
    assert texts == [_PARAGRAPHS[2], _PARAGRAPHS[4]]


def test_every_key_of_the_seeds_is_present(tmp_path: Path) -> None:
    """Every passage of every role resolves to itself."""
    entries = seed_entries()
    resolver = write(tmp_path / "g", entries).resolver
    for entry in entries:
        for passage in entry.passages:
            assert resolver.resolve(passage.key).passage == passage


def test_a_key_that_was_never_given_is_unknown(tmp_path: Path) -> None:
    """A key of no document here is not resolved to anything."""
    resolved = write(tmp_path / "g", [_entry(list(_PARAGRAPHS))]).resolver.resolve("0000-0000-0000")
    assert resolved.state is KeyState.UNKNOWN
    assert resolved.passage is None
    assert not resolved.candidates


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("7k3m-q8f4-zwpd", ["7K3M-Q8F4-ZWPD"]),
        ("【７Ｋ３Ｍ－Ｑ８Ｆ４－ＺＷＰＤ】", ["7K3M-Q8F4-ZWPD"]),
        ("〔7K3MQ8F4ZWPD〕", ["7K3M-Q8F4-ZWPD"]),
        ("（7K3M—Q8F4—ZWPD）。", ["7K3M-Q8F4-ZWPD"]),
        ("[7K3M-Q8F4-ZWPD][0K3M-Q8F4-ZWPD]", ["7K3M-Q8F4-ZWPD", "0K3M-Q8F4-ZWPD"]),
        ("oK3M-q8f4-zwpd、lK3M-Q8F4-ZWPD", ["0K3M-Q8F4-ZWPD", "1K3M-Q8F4-ZWPD"]),
        ("第三条", None),
        ("7K3M-Q8F4", None),
        ("", None),
    ],
)
def test_keys_survive_being_pasted(typed: str, keys: list[str] | None) -> None:
    """Case, width, brackets and missing hyphens make no difference; anything else is no key."""
    assert keys_in(typed) == keys
