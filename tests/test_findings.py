"""The scripts of findings/: each says what it must, each is listed, and the runner tells those that changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "findings"
SCRIPTS = sorted(FOLDER.glob("*.sh"))


def test_every_script_is_listed_and_every_line_of_the_list_has_its_script() -> None:
    """The table of findings/README.md and the folder name the same scripts, in the same order."""
    listed = re.findall(r"^\| `([\w-]+\.sh)` \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    assert listed == [script.name for script in SCRIPTS]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_says_what_was_seen_and_pins_what_it_installs(script: Path) -> None:
    """Versions, what was seen and guessed, why it matters and what to do instead; every package with its version."""
    text = script.read_text("utf-8")
    head = text.split("set -euo pipefail")[0]
    for name in ("Versions", "Seen", "Guessed", "Matters", "Instead"):
        assert re.search(rf"^# {name}: +\S", head, re.MULTILINE), name
    for command in re.findall(r"pip install ((?:.*\\\n)*.*)", text):
        packages = [
            word for word in re.findall(r"\S+", command.replace("\\\n", " ")) if not word.startswith("-")
        ]
        assert packages
        assert all("==" in word for word in packages), packages


def _run(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(FOLDER / "run.py", folder)
    return subprocess.run(
        [sys.executable, str(folder / "run.py"), *names],
        env=os.environ | {"OF_THIS_SHELL": "1", "PYTHONPATH": "/nowhere"},
        capture_output=True,
        text=True,
    )


def test_the_runner_tells_a_script_whose_behaviour_changed(tmp_path: Path) -> None:
    """Each script has a home of its own and nothing of this shell; one that fails is shown in full, with status 1."""
    (tmp_path / "a.sh").write_text(
        'test "$HOME" = "$PWD" && test -z "${OF_THIS_SHELL-}${PYTHONPATH-}" && echo as described\n'
    )
    (tmp_path / "b.sh").write_text("echo 'the reason'\nexit 3\n")
    both, one, none = _run(tmp_path), _run(tmp_path, "a"), _run(tmp_path, "c")
    assert both.returncode == 1
    assert re.search(r"^a\.sh +as described .* as described$", both.stdout, re.MULTILINE)
    assert re.search(r"^b\.sh +CHANGED \(3\)", both.stdout, re.MULTILINE)
    assert "== b.sh\nthe reason" in both.stdout
    assert both.stdout.endswith("1 of 2 as described\n")
    assert (one.returncode, one.stdout.splitlines()[-1]) == (0, "1 of 1 as described")
    assert none.returncode == 2
