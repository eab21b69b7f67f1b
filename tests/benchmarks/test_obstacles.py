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


@pytest.mark.parametrize(
    "obstacle", ["disk full but for 0 KB", "no file over 4 KB", "a read-only place", "no right to read"]
)
def test_the_index_in_use_answers_and_one_line_says_what_is_in_the_way(obstacle: str, tmp_path: Path) -> None:
    """Nothing is called damaged, nothing answers otherwise, and without the obstacle the ingest completes."""
    if not _may_mount(tmp_path):
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.obstacles", "--only", obstacle],
        cwd=PROJECT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Skipped" not in done.stdout
