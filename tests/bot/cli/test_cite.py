"""`yinju cite`, `locate` and `open` as processes on a real index."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Done, run

PROJECT = Path(__file__).resolve().parents[3]
TEXT = (
    "某市节约用水管理办法\n\n来源:某市水务局  时间:2024-05-06 10:00\n\n"
    "第一条 为加强节约用水管理,保护和合理利用水资源,根据有关法律法规,结合本市实际,制定本办法。\n"
    "第二条 用水单位月用水量超过3000立方米的,应当每3年进行一次水平衡测试,并将结果报送水务部门。\n"
    "第三条 任何单位和个人不得擅自占用、损毁节约用水设施\u202e;违反规定的\x1b[31m,依法处理。\n"
    "第四条 本办法自2024年7月1日起施行。\n"
)


@dataclass(frozen=True, slots=True)
class Yinju:
    """The command on one index."""

    home: Path

    def run(self, *arguments: str, stdin: str = "") -> Done:
        """Run a command and wait for it."""
        more = {"DOCUMENTS": str(self.home / "documents")}
        return run(self.home / "data", *arguments, stdin=stdin, more=more, folder=self.home)

    def json(self, *arguments: str, stdin: str = "") -> Any:
        """What a command prints with `--json`."""
        return json.loads(self.run(*arguments, "--json", stdin=stdin).out)


@pytest.fixture(scope="module")
def yinju(tmp_path_factory: pytest.TempPathFactory) -> Yinju:
    """An index of one document."""
    home = tmp_path_factory.mktemp("home")
    (home / "documents").mkdir()
    (home / "documents" / "办法.txt").write_text(TEXT, encoding="utf-8")
    found = Yinju(home)
    done = found.run("ingest", "documents", "--quiet")
    assert done.code == 0, done.err
    return found


def _key(yinju: Yinju, quotation: str) -> str:
    return str(yinju.json("locate", quotation)["matches"][0]["key"])


@pytest.mark.parametrize(
    ("query", "verdict", "code"),
    [
        ("應當每3年進行一次水平衡測試", "exact", 0),
        ("应当每5年进行一次水平衡测试", "altered", 4),
        ("为加强节约用水管理……应当每3年进行一次水平衡测试", "spliced", 0),
        ("全体师生员工要爱护校园里的花草树木", "absent", 4),
    ],
)
def test_locate_has_a_verdict_and_an_exit_code(yinju: Yinju, query: str, verdict: str, code: int) -> None:
    """0 where the quotation stands, 4 where it does not; the same from standard input."""
    for done in (yinju.run("locate", query, "--json"), yinju.run("locate", "--json", stdin=query)):
        assert done.code == code
        found = json.loads(done.out)
        assert found["verdict"] == verdict
        for match in found["matches"]:
            assert TEXT[match["start"] : match["end"]] == match["source_text"]


def test_locate_without_text_is_a_usage_error(yinju: Yinju) -> None:
    """Nothing to look up, or both a text and a file, is exit code 2, what is wrong and where help is."""
    for done in (yinju.run("locate", stdin=""), yinju.run("locate", "甲", "--file", "a.md")):
        assert done.code == 2
        wrong, where = done.err.strip().splitlines()
        assert wrong.startswith("用法错误：")
        assert where == "查看用法：yinju locate --help"
        assert not done.out


def test_a_draft_is_checked_and_fails_where_a_quotation_does(yinju: Yinju) -> None:
    """`--file` prints a verdict with a line number for each quotation, and exits 4 or 0."""
    good = yinju.home / "good.md"
    good.write_text("办法称“应当每3年进行一次水平衡测试”。\n", encoding="utf-8")
    bad = yinju.home / "bad.md"
    bad.write_text(
        "首行。\n办法称「应当每8年进行一次水平衡测试」。\n\n又称『保护和合理利用水资源』。", encoding="utf-8"
    )
    assert yinju.run("locate", "--file", "good.md").code == 0
    done = yinju.run("locate", "--file", "bad.md", "--plain")
    assert done.code == 4
    lines = done.out.splitlines()
    assert lines[0].startswith("bad.md:2:4: 有改动")
    assert any(line.startswith("bad.md:4:3: 一致") for line in lines)
    assert "! 数字：原文“3年” → 引文“8年”" in done.out
    found = yinju.json("locate", "--file", "bad.md")
    assert [(one["line"], one["verdict"]) for one in found["quotations"]] == [(2, "altered"), (4, "exact")]
    assert found["failed"] == 1


def test_a_draft_that_is_not_there_is_one_line(yinju: Yinju) -> None:
    """A missing file is exit code 1 with its name, not a traceback."""
    done = yinju.run("locate", "--file", "nowhere.md")
    assert done.code == 1
    assert "nowhere.md" in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_cite_shows_the_passage_with_its_surroundings(yinju: Yinju) -> None:
    """The passage, its document and date, what stands before and after; brackets make no difference."""
    key = _key(yinju, "月用水量超过3000立方米")
    done = yinju.run("cite", f"【{key.lower()}】", "--plain")
    assert done.code == 0
    for part in (key, "某市节约用水管理办法", "2024-05-06", "「第二条 用水单位", "上文：", "下文：第三条"):
        assert part in done.out
    quoted = yinju.run("cite", key, "--plain", "--quote", "每3年進行一次").out
    assert "应当「每3年进行一次」水平衡测试" in quoted


def test_cite_json_has_the_passage_and_ready_citations(yinju: Yinju) -> None:
    """The JSON has the span, the neighbours and the three forms of a citation."""
    key = _key(yinju, "月用水量超过3000立方米")
    found = yinju.json("cite", key)
    assert found["state"] == "present"
    assert TEXT[found["start"] : found["end"]] == found["text"]
    assert found["passage"]["after"]["text"].startswith("第三条")
    assert found["references"]["gbt7714"] == "某市节约用水管理办法[Z]. 某市水务局, 2024-05-06."
    assert len(yinju.json("cite", key, key)) == 2


@pytest.mark.parametrize("style", ["text", "markdown", "gbt7714"])
def test_copy_as_prints_only_the_citation(yinju: Yinju, style: str) -> None:
    """A ready citation stands alone on standard output."""
    key = _key(yinju, "月用水量超过3000立方米")
    done = yinju.run("cite", key, "--copy-as", style)
    assert done.code == 0
    assert not done.err
    assert done.out.strip() == yinju.json("cite", key)["references"][style]


@pytest.mark.parametrize(("keys", "code"), [(["hello"], 2), (["0000-0000-0000"], 4)])
def test_a_wrong_key_is_told(yinju: Yinju, keys: Sequence[str], code: int) -> None:
    """What is no key is a usage error; a key that was never given exits 4."""
    assert yinju.run("cite", *keys).code == code
    assert yinju.run("open", *keys, "--print-path").code == code


def test_no_control_character_of_a_document_reaches_the_terminal(yinju: Yinju) -> None:
    """Escape sequences and marks of direction in a document are not printed."""
    key = _key(yinju, "损毁节约用水设施")
    for done in (
        yinju.run("cite", key),
        yinju.run("cite", key, "--copy-as", "markdown"),
        yinju.run("locate", "不得擅自占用、损毁节约用水设施违反规定的,依法处理"),
        yinju.run("locate", "\x1b[31m任何单位和个人不得\u202e"),
    ):
        assert done.out
        assert "\x1b" not in done.out
        assert "\u202e" not in done.out


def test_open_writes_one_page(yinju: Yinju) -> None:
    """`--print-path` prints the path of a page that holds the document and the highlighted passage."""
    key = _key(yinju, "月用水量超过3000立方米")
    done = yinju.run("open", key, "--print-path")
    assert done.code == 0
    html = Path(done.out.strip()).read_text(encoding="utf-8")
    assert f'id="k-{key}"' in html
    assert '<mark id="cited">第二条 用水单位' in html


def test_a_changed_passage_is_reported_after_ingest(yinju: Yinju) -> None:
    """After a document changed by a figure its other keys still hold, and the changed one says so."""
    keys = {quote: _key(yinju, quote) for quote in ("保护和合理利用水资源", "月用水量超过3000立方米")}
    path = yinju.home / "documents" / "办法.txt"
    try:
        path.write_text(TEXT.replace("3000立方米", "5000立方米"), encoding="utf-8")
        assert yinju.run("ingest", "documents", "--quiet").code == 0
        kept = yinju.json("cite", keys["保护和合理利用水资源"])
        assert kept["state"] == "present"
        done = yinju.run("cite", keys["月用水量超过3000立方米"], "--json")
        changed = json.loads(done.out)
        assert done.code == 4
        assert changed["state"] == "changed"
        assert "3000立方米" in changed["was"]
        assert "5000立方米" in changed["text"]
        assert [(d["sort"], d["source"], d["quoted"]) for d in changed["differences"]] == [
            ("figure", "5000", "3000")
        ]
        assert "5000立方米" in yinju.run("cite", keys["月用水量超过3000立方米"], "--plain").out
    finally:
        path.write_text(TEXT, encoding="utf-8")
        yinju.run("ingest", "documents", "--quiet")


def test_english_is_spoken_on_request(yinju: Yinju) -> None:
    """`--lang en` shows verdicts and labels in English."""
    shown = yinju.run("--lang", "en", "locate", "应当每5年进行一次水平衡测试").out
    assert "altered" in shown
    assert "figure" in shown


def test_looking_up_loads_no_model(yinju: Yinju) -> None:
    """Neither chroma, torch, transformers, langchain nor numpy is imported by `cite` and `locate`."""
    script = (
        "import sys; from bot.cli.app import app; "
        "exec('try:\\n app()\\nexcept SystemExit: pass'); "
        "heavy = {'chromadb', 'torch', 'transformers', 'sentence_transformers', 'langchain_core', 'numpy'}; "
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    environment = {**os.environ, "DATA_DIR": str(yinju.home / "data"), "PYTHONPATH": str(PROJECT)}
    for arguments in (
        ["locate", "应当每3年进行一次水平衡测试"],
        ["cite", _key(yinju, "保护和合理利用水资源")],
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=yinju.home, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "LOADED []" in done.stdout


def test_a_source_of_the_last_answer_opens_at_its_quotation_with_the_words_that_answer(
    data_dir: Path, tmp_path: Path
) -> None:
    """`open 1` marks the quotation and in it the figure; by its key the passage is marked, and the figure in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copytree(data_dir / "index", folder / "index")
    answer = run(folder, "ask", "--json", "济南市委政法委形成了多少份调研报告？").json
    (citation,) = answer["claims"][0]["citations"]
    for asked, whole in (("1", False), (citation["key"], True)):
        page = Path(run(folder, "open", asked, "--print-path").out.strip()).read_text("utf-8")
        marked = re.sub("<[^>]+>", "", "".join(re.findall("<mark.*?</mark>", page)))
        assert citation["quote"] in marked
        assert (marked == citation["quote"]) != whole
        assert re.findall('<em class="figure">(.*?)</em>', page) == ["48份"]
        for style in ("text", "markdown", "gbt7714"):
            ready = run(folder, "cite", citation["key"], "--copy-as", style).out.rstrip("\n")
            if whole:
                assert f'data-copy="{escape(ready)}"' in page
    # Another passage has nothing of that answer in it.
    other = run(folder, "locate", "--json", "一是建立健全领导机制抓总。").json["matches"][0]["key"]
    path = run(folder, "open", other, "--print-path").out.strip()
    assert 'class="figure"' not in Path(path).read_text("utf-8")
