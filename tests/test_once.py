"""What several processes of a test run need is made by one of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import PROJECT
from tests.free_port import free_port
from tests.once import made_once, shared_folder

_PROCESS = """
import sys, time
from pathlib import Path
from tests.once import made_once

def make():
    with (Path(sys.argv[1]).parent / "made").open("a") as made:
        made.write("x")
    time.sleep(0.2)
    return {"by": "one"}

print(made_once(Path(sys.argv[1]), make))
"""


def test_several_processes_make_it_once(tmp_path: Path) -> None:
    """Three processes that need it at the same time all get what one of them made."""
    folder = tmp_path / "thing"
    folder.mkdir()
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _PROCESS, str(folder)], stdout=subprocess.PIPE, text=True, cwd=PROJECT
        )
        for _ in range(3)
    ]
    assert [process.communicate(timeout=120)[0] for process in started] == ["{'by': 'one'}\n"] * 3
    assert (tmp_path / "made").read_text() == "x"


def test_what_failed_is_made_anew(tmp_path: Path) -> None:
    """Where making it raises, the next who needs it makes it again."""
    folder = tmp_path / "thing"
    folder.mkdir()
    with pytest.raises(ZeroDivisionError):
        made_once(folder, lambda: 1 // 0)
    assert made_once(folder, lambda: 7) == 7
    assert made_once(folder, lambda: 8) == 7


def test_workers_share_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A worker's folder of this kind stands beside its own temporary files, not among them."""
    base = tmp_path_factory.getbasetemp()
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    assert shared_folder(tmp_path_factory, "some").parent.parent == base
    monkeypatch.setattr(tmp_path_factory, "_basetemp", base / "popen-gw1")
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw1")
    assert shared_folder(tmp_path_factory, "some").parent.parent == base


def test_workers_take_ports_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two processes of a run look for a port among the same ones."""
    found = []
    for worker in ("gw0", "gw1", "gw2"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        found.append(free_port() // 1000)
    assert len(set(found)) == 3
