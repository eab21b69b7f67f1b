"""`yinju eval` as a command on the index of the seeds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import SEEDS, Done, run

QUESTIONS = SEEDS.parent / "tests" / "questions" / "seeds.jsonl"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first questions of the seeds' file and two that the documents don't answer."""
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    chosen = rows[:3] + [row for row in rows if row["kind"] == "near-miss"][:2]
    path = tmp_path_factory.mktemp("few") / "few.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in chosen), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def measured(yinju: Callable[..., Done], few: Path) -> tuple[Done, Path]:
    """A run with JSON and a report, and where the report is."""
    html = few.with_name("report.html")
    done = yinju("eval", str(few), "--json", "--html", str(html))
    assert done.code == 0, done.err
    return done, html


def test_json_says_what_each_part_found(measured: tuple[Done, Path]) -> None:
    """The passage with the evidence has its ranks, its scores and what the reader read in it."""
    found = json.loads(measured[0].out)
    assert found["kinds"]["all"]["questions"] == 5
    first = found["questions"][0]
    assert first["good"]
    place = first["found"][first["rank"] - 1]
    assert place["evidence"]
    assert place["fused_rank"] >= 1
    assert place["dense"] > 0.7
    assert place["read"] > 0.5
    assert place["words"]
    assert first["signs"]["words"] > 0
    assert 0 <= found["refusal"]["auroc"] <= 1


def test_the_report_is_written_beside_the_json(measured: tuple[Done, Path]) -> None:
    """`--html` writes one file with its plots inside, and says where."""
    done, html = measured
    text = html.read_text("utf-8")
    assert text.count("data:image/svg+xml;base64,") == 4
    assert str(html) in done.err
    assert 'lang="zh-Hans"' in text


def test_a_run_without_the_reader_is_compared_with_one_with_it(
    yinju: Callable[..., Done], few: Path, measured: tuple[Done, Path]
) -> None:
    """`--no-reader` reads nothing, and `--compare` counts the questions of both runs."""
    old = few.with_name("old.json")
    old.write_text(measured[0].out, encoding="utf-8")
    done = yinju("--lang", "en", "eval", str(few), "--no-reader", "--compare", str(old), "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["reader"] is False
    assert found["changes"]["compared"] == 5
    assert all(
        one["read"] in (None, 0.0) and not one["words"] for q in found["questions"] for one in q["found"]
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "里面一道题也没有"),
        ('{"question": "有多少件?"}\n{"kind": "date"}', ":2"),
        ('{"question": "a?"', ":1"),
        ("[1]", "不是一道题的 JSON 对象"),
        ('{"id": "x", "question": "a?"}\n{"id": "x", "question": "b?"}', "编号重复"),
        ('{"question": "a?", "answers": ["b"]}', "answers 应为列表的列表"),
    ],
)
def test_a_wrong_question_file_is_one_line(
    yinju: Callable[..., Done], tmp_path: Path, text: str, part: str
) -> None:
    """The error names the file and line, and nothing else is printed."""
    path = tmp_path / "wrong.jsonl"
    path.write_text(text, encoding="utf-8")
    done = yinju("eval", str(path))
    assert done.code == 1
    assert done.out == ""
    assert part in done.err
    assert "wrong.jsonl" in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_an_earlier_run_that_is_none_is_one_line(
    yinju: Callable[..., Done], few: Path, tmp_path: Path
) -> None:
    """`--compare` with another JSON is an error before a question is asked."""
    other = tmp_path / "other.json"
    other.write_text('{"questions": [{"id": 1}]}', encoding="utf-8")
    done = yinju("eval", str(few), "--compare", str(other))
    assert done.code == 1
    assert "other.json" in done.err
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--html", "nowhere/report.html"), "nowhere/report.html：没有这个文件或文件夹"),
        (("--html", "."), "这是文件夹"),
        (("--levels", "levels.json"), "levels.json: rigth：不是水平的 JSON 对象"),
        (("--levels", "missing.json"), "missing.json：没有这个文件或文件夹"),
    ],
)
def test_what_would_fail_in_the_end_is_told_first(
    tmp_path: Path, few: Path, arguments: tuple[str, ...], said: str
) -> None:
    """A report that can't be written and levels that can't be read end it before an index is even looked for."""
    (tmp_path / "levels.json").write_text('{"all": {"rigth": 1}}', encoding="utf-8")
    done = run(tmp_path / "no-index", "eval", str(few), *arguments, folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "建立索引" not in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["levels.json"]
