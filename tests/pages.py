"""The pages that people read, and the commands in them whose output they show.

`make transcripts` runs these commands on the seeds and writes what they print now into the pages;
the page of settings, which is generated whole, is written anew too.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.commands import PROJECT, SEEDS, run

READMES = ("README.md", "README.zh-CN.md")
TRANSCRIPT = re.compile(
    r"(?P<head>```console\n\$ yinju (?P<command>ask|locate) \"?(?P<argument>[^\"\n]+)\"?\n)(?P<output>.*?)(?P<end>\n```)",
    re.DOTALL,
)


def pages() -> list[str]:
    """The READMEs and the pages under docs/, as paths from the project's folder."""
    found = sorted((PROJECT / "docs").rglob("*.md"))
    return [*READMES, *(path.relative_to(PROJECT).as_posix() for path in found)]


def read(page: str) -> str:
    """The text of a page."""
    return (PROJECT / page).read_text(encoding="utf-8")


def transcripts(page: str) -> list[tuple[str, str, str]]:
    """Each command of a page that shows its output: the command, its argument, the output."""
    return [(m["command"], m["argument"], m["output"]) for m in TRANSCRIPT.finditer(read(page))]


def refreshed(text: str, printed: Callable[[str, str], str]) -> str:
    """A page's text with what its commands print now."""

    def again(match: re.Match[str]) -> str:
        return match["head"] + printed(match["command"], match["argument"]) + match["end"]

    return TRANSCRIPT.sub(again, text)


def main() -> None:
    """Write what the commands print now into every page."""
    from bot.cli.settings_page import settings_page

    (PROJECT / "docs" / "settings.md").write_text(settings_page(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        done = run(data_dir, "ingest", str(SEEDS), "--json")
        if done.code:
            sys.exit(done.err)

        def printed(command: str, argument: str) -> str:
            return run(data_dir, command, argument).out.rstrip()

        for page in pages():
            before = read(page)
            after = refreshed(before, printed)
            if after != before:
                (PROJECT / page).write_text(after, encoding="utf-8")
                print(page)


if __name__ == "__main__":
    main()
