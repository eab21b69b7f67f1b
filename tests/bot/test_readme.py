"""What the READMEs show is what the program does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import Done

PROJECT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
_TRANSCRIPT = re.compile(r"```console\n\$ yinju (ask|locate) \"?([^\"\n]+)\"?\n(.*?)\n```", re.DOTALL)


def _transcripts(name: str) -> list[tuple[str, str, str]]:
    return _TRANSCRIPT.findall((PROJECT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", READMES)
def test_every_transcript_is_what_the_command_prints(name: str, yinju: Callable[..., Done]) -> None:
    """Each command in a README that shows its output prints exactly that output."""
    shown = _transcripts(name)
    assert len(shown) >= 4
    for command, argument, output in shown:
        assert yinju(command, argument).out.rstrip() == output.rstrip()


def test_both_readmes_show_the_same() -> None:
    """The Chinese README has the transcripts of the English one."""
    english, chinese = map(_transcripts, READMES)
    assert english == chinese


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    """A README names no `make` target that the Makefile lacks."""
    targets = set(re.findall(r"^([\w-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z][\w-]+)", (PROJECT / name).read_text("utf-8"), re.MULTILINE))
    assert {"ask", "test"} <= named <= targets
