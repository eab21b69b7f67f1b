"""`yinju ingest --watch` on a real folder: it follows changes, survives their absence, ends in order."""

from __future__ import annotations

import queue
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.watch import follow
from tests.commands import PATIENCE, environment, run, started

_WORDS = "各单位值班人员应当于每日{}时30分前到岗,交接班记录保存三年。\n"


class Watching:
    """`yinju ingest --watch` as a process, and the lines that it has printed."""

    def __init__(self, data: Path, docs: Path, settings: dict[str, str]) -> None:
        self.process = started(
            ["ingest", "--watch", str(docs)], environment(data, **settings), data,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", start_new_session=True,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip())

    def until(self, words: str) -> list[str]:
        """All lines up to one with these words."""
        lines: list[str] = []
        deadline = time.monotonic() + PATIENCE
        while not lines or words not in lines[-1]:
            lines.append(self._lines.get(timeout=max(0.1, deadline - time.monotonic())))
        return lines

    def ends(self, with_signal: signal.Signals) -> tuple[int, list[str]]:
        """Its exit code and its last lines, when this signal is sent."""
        self.process.send_signal(with_signal)
        lines = self.until("已停止跟踪")
        return self.process.wait(PATIENCE), lines


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[tuple[Watching, Path, Path, dict[str, str]]]:
    """A folder with one document that is being watched, and the data folder."""
    docs, data = tmp_path / "docs", tmp_path / "data"
    docs.mkdir()
    data.mkdir()
    (docs / "甲.txt").write_text(_WORDS.format(8), "utf-8")
    settings: dict[str, str] = {}
    found = Watching(data, docs, settings)
    try:
        yield found, docs, data, settings
    finally:
        if found.process.poll() is None:
            found.process.kill()
            found.process.wait()


def test_changes_are_followed_and_ctrl_c_ends_in_order(
    watching: tuple[Watching, Path, Path, dict[str, str]],
) -> None:
    """New, changed, renamed and hidden files; a folder that goes away and comes back; then Ctrl-C."""
    found, docs, data, settings = watching
    assert "新增 1：甲.txt" in "\n".join(found.until("用时"))

    (docs / ".hidden.txt").write_text(_WORDS.format(1), "utf-8")
    (docs / "~$乙.docx").write_text("x", "utf-8")
    (docs / "下级").mkdir()
    (docs / "下级" / "乙.txt").write_text(_WORDS.format(9), "utf-8")
    (docs / "丙.txt").write_text(_WORDS.format(10), "utf-8")
    shown = "\n".join(found.until("用时"))
    assert "新增 2：" in shown
    assert "hidden" not in shown
    assert "~$" not in shown

    (docs / "丙.txt").rename(docs / "丁.txt")
    shown = "\n".join(found.until("用时"))
    assert "新增 1：丁.txt" in shown
    assert "移除 1：丙.txt" in shown

    # A stick that is taken out is not a folder that was emptied.
    away = docs.with_name("away")
    docs.rename(away)
    shown = "\n".join(found.until("用时"))
    assert "保留原有内容 3" in shown
    (away / "丁.txt").write_text(_WORDS.format(11), "utf-8")
    away.rename(docs)
    assert "变更 1：丁.txt" in "\n".join(found.until("用时"))

    code, _ = found.ends(signal.SIGINT)
    assert code == 0
    rows = run(data, "sources", "--json", more=settings).json
    assert sorted(row["file"] for row in rows) == ["丁.txt", "下级/乙.txt", "甲.txt"]
    assert {row["state"] for row in rows} == {"unchanged"}


def test_an_emptied_folder_is_told_and_the_watch_goes_on_until_sigterm(
    watching: tuple[Watching, Path, Path, dict[str, str]],
) -> None:
    """An update that fails is one line; the next change mends it; SIGTERM ends as Ctrl-C does."""
    found, docs, _, _ = watching
    found.until("用时")
    kept = docs.with_name("kept.txt")
    shutil.move(docs / "甲.txt", kept)
    assert "Traceback" not in "\n".join(found.until("没有找到可读的文档"))
    shutil.move(kept, docs / "乙.txt")
    assert "新增 1：乙.txt" in "\n".join(found.until("用时"))
    assert found.ends(signal.SIGTERM)[0] == 0


def test_many_changes_at_once_are_one_update_and_a_failed_one_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that are written one after the other wait for each other; a failure is repeated without a change."""
    monkeypatch.setattr("bot.cli.watch._FIRST_RETRY", 0.5)
    docs = tmp_path / "docs"
    docs.mkdir()
    updates: list[int] = []
    told: list[list[str]] = []

    def update() -> bool:
        updates.append(len(list(docs.iterdir())))
        if len(updates) == 1:
            threading.Thread(target=write).start()
        if len(updates) == 4:
            raise KeyboardInterrupt
        return len(updates) != 2

    def write() -> None:
        for number in range(12):
            (docs / f"{number}.txt").write_text("x", "utf-8")
            time.sleep(0.15)

    threading.Timer(6, lambda: (docs / "last.txt").write_text("x", "utf-8")).start()
    with pytest.raises(KeyboardInterrupt):
        follow(lambda: [docs], tmp_path / "index", update, told.append)
    assert updates == [0, 12, 12, 13]
    assert told == [sorted(f"{number}.txt" for number in range(12)), ["last.txt"]]


def test_a_folder_that_never_was_is_not_waited_for(tmp_path: Path) -> None:
    """Where a path is mistyped it is said at once; only what was indexed before may be away."""
    done = run(tmp_path, "ingest", "--watch", str(tmp_path / "nowhere"))
    assert (done.code, done.out) == (1, "")
    assert "没有这个文件或文件夹" in done.err


def test_an_interrupt_while_a_watch_is_let_go_of_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C that comes just when other folders are to be watched ends the command too."""
    import watchfiles

    def watch(*_: object, **__: object) -> Iterator[set[object]]:
        try:
            while True:
                yield set()
        finally:
            raise KeyboardInterrupt  # as the signal's handler does, wherever it comes

    monkeypatch.setattr(watchfiles, "watch", watch)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    asked: list[Path] = []

    def roots() -> list[Path]:
        asked.append(tmp_path / ("b" if asked else "a"))
        return asked[-1:]

    def update() -> bool:
        assert len(asked) == 1, "it goes on"
        return True

    with pytest.raises(KeyboardInterrupt):
        follow(roots, tmp_path / "index", update, lambda _: None)
