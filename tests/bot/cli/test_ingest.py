"""`yinju ingest`, `sources`, `config`, `doctor` and settings, as processes."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import known_names
from tests.commands import SEEDS, Done, run
from vectorstore.index import generations

Run = Callable[..., Done]
TEXT = "关于加强值班工作的通知\n\n各单位值班人员应当于每日8时30分前到岗,交接班记录保存三年。\n"


def test_the_first_ingest_reports_all_five_documents(first_ingest: tuple[Path, Done]) -> None:
    """The report of a first ingest names five added files, none skipped, and its stages on standard error."""
    _, done = first_ingest
    assert done.code == 0
    report = done.json
    assert [name[:3] for name in report["added"]] == ["000", "001", "002", "003", "004"]
    assert [report[kind] for kind in ("changed", "unchanged", "removed", "skipped")] == [[], [], [], []]
    assert report["passages"] == report["embedded"] > 80
    stages = ["读取文档", "计算向量", "写入索引", "核对索引"]
    # On a slow machine a stage says in between how far it is.
    announced = [line.split("（")[0] for line in done.err.splitlines() if line.endswith("……")]
    assert announced == stages
    assert all(line.startswith(tuple(stages)) for line in done.err.splitlines())
    assert "\x1b" not in done.err


def test_a_folder_without_a_document_is_named(tmp_path: Path) -> None:
    """Adding an empty folder says so and leaves what is indexed; the report alone would not show it."""
    docs, empty, data = (tmp_path / name for name in ("docs", "empty", "data"))
    for folder in (docs, empty, data):
        folder.mkdir()
    (docs / "a.txt").write_text(TEXT, "utf-8")
    first = run(data, "ingest", str(docs))
    assert (first.code, "里没有文档" in first.err) == (0, False)
    done = run(data, "ingest", str(empty))
    assert done.code == 0
    assert f"{empty} 里没有文档" in done.err
    assert "共 1 份文档" in done.out


def test_asking_before_any_ingest_builds_the_index(tmp_path: Path) -> None:
    """The first question on an empty data folder indexes DOCUMENTS by itself and is answered or declined."""
    docs, data = tmp_path / "docs", tmp_path / "data"
    docs.mkdir()
    data.mkdir()
    (docs / "a.txt").write_text(TEXT, "utf-8")
    settings = {"DOCUMENTS": str(docs)}
    done = run(data, "sources", "--json", more=settings)
    assert done.code == 0
    assert "首次使用" in done.err
    (row,) = done.json
    assert (row["file"], row["state"], row["metadata"]["title"]) == (
        "a.txt",
        "unchanged",
        "关于加强值班工作的通知",
    )

    (docs / "bad.txt").write_bytes(b"\x00\x01" * 80)
    (docs / "a.txt").write_text(TEXT + "\n办公室负责检查落实。\n", "utf-8")
    stale = run(data, "doctor", more=settings)
    assert stale.code == 0
    assert "! 源文件" in stale.out or "1 份文档在建立索引后有变化" in stale.out
    report = run(data, "ingest", more=settings)
    assert report.code == 4
    assert "变更 1：a.txt" in report.out
    assert "跳过：bad.txt（不是文本文件）" in report.out

    shutil.rmtree(generations.current(data / "index") / "chroma")
    sick = run(data, "doctor", more=settings)
    assert sick.code == 1
    assert "✗" in sick.out
    assert "yinju doctor --repair" in sick.out
    assert "Traceback" not in sick.out + sick.err
    asked = run(data, "ask", "值班人员几时到岗?", more=settings)
    assert asked.code == 1
    assert "yinju doctor --repair" in asked.err
    assert len(asked.err.splitlines()) == 1

    mended = run(data, "doctor", "--repair", more=settings)
    assert mended.code == 0, mended.out + mended.err
    assert "未变 1：a.txt" in mended.out
    assert run(data, "ask", "值班人员几时到岗?", more=settings).code == 0

    # With nothing left that tells the folders, the documents of the settings are not put in their place.
    (generations.current(data / "index") / "manifest.json").unlink()
    (data / "index" / "roots.json").unlink()
    for command in (("doctor", "--repair"), ("ingest",)):
        refused = run(data, *command, more=settings)
        assert refused.code == 1
        assert "yinju ingest --only" in refused.err
        assert len(refused.err.splitlines()) == 1


def test_sources_lists_every_document_with_its_facts(yinju: Run) -> None:
    """The documents are listed with title, publisher, date, passages, hash and state."""
    done = yinju("sources")
    assert (done.code, done.err) == (0, "")
    for fact in (
        "以建设“模范机关”为抓手",
        "来源：法治日报",
        "日期：2021-05-25",
        "状态：未变",
        "002_8aba549fbd98ef65.txt",
    ):
        assert fact in done.out
    rows = json.loads(yinju("sources", "--json").out)
    assert sum(row["passages"] for row in rows) > 80
    assert [row["metadata"]["date"] for row in rows] == ["2020-12-05", "2021-05-25", "", "", ""]


def test_config_shows_every_setting_and_hides_the_token(yinju: Run, data_dir: Path) -> None:
    """Each setting has a line, and a token's value stands in none of them."""
    token = "123456789:AAtest-token-that-must-not-be-shown"
    done = yinju("config", more={"TELEGRAM_TOKEN": token})
    assert done.code == 0
    shown = dict(line.split("=", 1) for line in done.out.splitlines())
    assert set(shown) >= set(known_names())
    assert shown["DATA_DIR"] == str(data_dir)
    assert shown["YINJU_LANGUAGE"] == "zh"
    assert token not in done.out + done.err
    assert "AAtest" not in done.out + done.err


def test_doctor_finds_a_sound_index_sound(yinju: Run) -> None:
    """On a sound installation every check is ticked and the exit code is 0."""
    done = yinju("--lang", "en", "doctor")
    assert done.code == 0, done.out
    assert all(line.startswith("✓") for line in done.out.splitlines())
    assert "passages are there and found" in done.out


def test_doctor_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    """Before any ingest the doctor ends with 1 and names the command."""
    done = run(tmp_path, "doctor")
    assert done.code == 1
    assert "yinju ingest" in done.out


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("DATADIR=/tmp/x", "DATA_DIR"),
        ("EMBEDING_MODEL=bundled", "EMBEDDING_MODEL"),
        ("TOP_PASSAGES=many", "TOP_PASSAGES"),
        ("TOP_PASSAGES=0", "TOP_PASSAGES"),
        ("YINJU_LANGUAGE=fr", "YINJU_LANGUAGE"),
        ("WHATEVER=1", "WHATEVER"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(line: str, named: str, data_dir: Path, tmp_path: Path) -> None:
    """A misspelt name or a wrong value in .env ends every command with 1 and names it."""
    (tmp_path / ".env").write_text(f"{line}\n", "utf-8")
    done = run(data_dir, "sources", folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert named in done.err
    assert ".env" in done.err
    assert len(done.err.splitlines()) == 1


def test_settings_are_read_from_the_current_folder(data_dir: Path, tmp_path: Path) -> None:
    """A right .env in the current folder is followed, in whatever encoding mark it begins."""
    (tmp_path / ".env").write_text("TOP_PASSAGES=7\nYINJU_LANGUAGE=en\n", "utf-8")
    done = run(data_dir, "config", folder=tmp_path)
    assert "TOP_PASSAGES=7" in done.out
    assert "YINJU_LANGUAGE=en" in done.out


@pytest.mark.parametrize("paths", [["nowhere"], ["empty"]])
def test_ingesting_nothing_is_one_clear_line(paths: list[str], tmp_path: Path) -> None:
    """A path that isn't there or holds no document ends with 1 and names it."""
    (tmp_path / "empty").mkdir()
    done = run(tmp_path, "ingest", *paths)
    assert (done.code, done.out) == (1, "")
    assert paths[0] in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_a_device_is_neither_file_nor_folder(tmp_path: Path) -> None:
    """It is refused with 1, and isn't kept as a folder to look into at every later ingest."""
    done = run(tmp_path, "ingest", os.devnull)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"无法使用 {os.devnull}：这是设备或管道。请写明文件或文件夹。\n"


def test_a_second_ingest_is_refused_with_the_other_ones_number(data_dir: Path) -> None:
    """While a writer holds the index, `yinju ingest` ends with 1 and one line that names its process."""
    with generations.writer(data_dir / "index"):
        done = run(data_dir, "ingest", str(SEEDS))
    assert done.code == 1
    assert done.out == ""
    assert done.err.splitlines() == [f"另一个进程（PID {os.getpid()}）正在写入索引。请等它结束后再试。"]


def test_help_is_shown_for_every_command(yinju: Run) -> None:
    """The help names the commands and the exit codes."""
    done = yinju("--help")
    assert done.code == 0
    for name in ("ingest", "ask", "chat", "sources", "config", "doctor", "eval"):
        assert name in done.out
    assert "退出码" in done.out


def test_a_folder_that_cant_be_written_is_told(tmp_path: Path) -> None:
    """A data folder under a file ends in one line, not in a traceback."""
    (tmp_path / "file").write_text("x", "utf-8")
    done = run(tmp_path / "file" / "data", "ingest", str(SEEDS), folder=tmp_path)
    assert done.code == 1
    assert "Traceback" not in done.err
    assert stat.S_ISREG((tmp_path / "file").stat().st_mode)
