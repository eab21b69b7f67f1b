"""Broken, locked, nested and endless files of every kind: is each named with its reason, and all that is sound read?

    python -m benchmarks.hostile_files [--office] [--only WORD...]

All files of `tests/hostile_files.py` lie in one folder beside sound ones, with `--office` those that LibreOffice
makes (.doc, .wps, .xls, .rtf, .odt, .ods) as well, and `yinju ingest` reads it. The exit code must be 4, every sound
file in, every other one named with a reason that fits; what is whole of a broken file may be read. Then the same
report is asked for in English.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.formats import processor
from tests.commands import PROJECT, environment
from tests.hostile_files import Hostile, cut, empty, every, whole
from tests.office_files import converted

_OFFICE = {".doc": ".docx", ".rtf": ".docx", ".odt": ".docx", ".xls": ".xlsx", ".ods": ".xlsx"}


def office(work: Path) -> tuple[dict[str, bytes], list[Hostile]]:
    """Sound files of the kinds that only an office program reads, and what is left of them after a fault."""
    made: dict[str, bytes] = {}
    files = whole()
    for ending, source in _OFFICE.items():
        path = work / f"a{source}"
        path.write_bytes(files[source])
        (target,) = converted([path], ending.strip("."), work / "made", work / "profile")
        made[ending] = target.read_bytes()
    made[".wps"] = made[".doc"]
    # LibreOffice mends what it can: more than half of a file may be read.
    faults = [Hostile(one.name, one.data, one.reasons | {"unsupported", "limits"}, True) for one in cut(made)]
    return made, [*empty(list(made)), *faults]


def yinju(data: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and the words of a command, however long it takes."""
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(
        command, env=environment(data), cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False
    )
    return done.returncode, done.stdout


def main() -> None:
    """Make the folder, ingest it, compare, and print what fell short."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--office", action="store_true", help="files of LibreOffice as well")
    parser.add_argument("--only", nargs="*", help="files whose names have one of these words")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        sound, bad = whole(), every()
        if given.office:
            more, faults = office(work)
            # Of a kind that both make, such as the empty ones, one is enough.
            sound, bad = sound | more, [*{one.name: one for one in (*faults, *bad)}.values()]
        if given.only:
            bad = [one for one in bad if any(word in one.name for word in given.only)]
        (work / "docs").mkdir()
        (work / "data").mkdir()
        for ending, data in sound.items():
            (work / "docs" / f"好{ending}").write_bytes(data)
        for one in bad:
            (work / "docs" / one.name).write_bytes(one.data)
        started = time.monotonic()
        code, out = yinju(work / "data", "ingest", "--json", str(work / "docs"))
        report = json.loads(out)
        seconds = time.monotonic() - started
        added = {name.split("/")[0] for name in report["added"]}
        told: dict[str, set[str]] = {}
        for skipped in report["skipped"]:
            told.setdefault(skipped["file"].split("/")[0], set()).add(skipped["reason"])
        lost = [f"好{ending}" for ending in sound if f"好{ending}" not in added]
        silent = [
            one.name for one in bad if one.name not in told and not (one.may_read and one.name in added)
        ]
        wrong = [
            f"{one.name} {sorted(told[one.name])}" for one in bad if told.get(one.name, set()) - one.reasons
        ]
        taken = [one.name for one in bad if one.name in added and not one.may_read]
        _, english = yinju(work / "data", "--lang", "en", "ingest")
        unsaid = [name for name in told if f" {name}" not in english]
        print(
            f"{len(sound)} sound files, {len(bad)} others; {processor()}; {seconds:.0f} s; exit code {code}"
        )
        print(f"sound files not read: {lost or 'none'}; without a word: {silent or 'none'}")
        print(f"with another reason: {wrong or 'none'}; read though broken: {taken or 'none'}")
        print(f"named in English too: {len(told) - len(unsaid)} of {len(told)} {unsaid or ''}")


if __name__ == "__main__":
    main()
