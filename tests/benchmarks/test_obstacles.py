"""A full disk, a limit on files and missing rights, as `make bench-obstacles` puts them in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import PATIENCE, PROJECT, environment


def _may_mount(at: Path) -> bool:
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    mounted = subprocess.run(["mount", "-t", "tmpfs", "none", str(at)], capture_output=True, check=False)
    return mounted.returncode == 0 and not subprocess.run(["umount", str(at)], check=False).returncode


_OBSTACLES = ("disk full but for 0 KB", "no file over 4 KB", "a read-only place", "no right to read")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the measurement tells of each obstacle: how every command ended, and what was wrong.

    One process puts all of them in the way: it takes longer to load than an obstacle to be met.
    """
    folder = tmp_path_factory.mktemp("obstacles")
    if not _may_mount(folder):
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.obstacles", "--only", *_OBSTACLES],
        cwd=PROJECT,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "Skipped" not in done.stdout
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    found = {name: more for name, *more in rows}
    assert (sorted(found), done.stderr) == (sorted(_OBSTACLES), "")
    assert done.returncode == any(row[-1] != "-" for row in found.values())
    return found


@pytest.mark.parametrize("obstacle", _OBSTACLES)
def test_the_index_in_use_answers_and_one_line_says_what_is_in_the_way(
    obstacle: str, told: dict[str, list[str]]
) -> None:
    """Nothing is called damaged, nothing answers otherwise, and without the obstacle the ingest completes."""
    *ends, wrong = told[obstacle]
    assert wrong == "-"
    assert set(ends) <= {"done", "said"}
    assert ends[-1] == "done"
