#!/usr/bin/env python3
"""Runs every script of this folder from a clean environment and prints a table of what came out.

`python3 findings/run.py` runs all of them, `python3 findings/run.py docx ofdkit` those whose names begin so.
A script gets a home and a temporary folder of its own, which are removed behind it, and of this shell's
variables only those that lead to the package registries. The exit status is 1 where any script says that
the behaviour has changed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PATIENCE_S = 900
PASSED_ON = ("PIP_", "NPM_CONFIG_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_", "REQUESTS_CA_")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one script did: its exit status, its seconds, and all that it printed."""

    name: str
    status: int
    seconds: float
    output: str

    @property
    def last_words(self) -> str:
        """The last line that isn't empty, which tells the error where there is one."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def main() -> int:
    """Run what was asked for, print a row as each ends, then what failed in full."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="beginnings of names; all scripts without any")
    parser.add_argument("--at-once", type=int, default=2, help="how many run side by side")
    parser.add_argument("--keep", type=Path, help="a folder that gets each script's output")
    given = parser.parse_args()
    scripts = [path for path in sorted(FOLDER.glob("*.sh")) if path.name.startswith(tuple(given.names) or "")]
    if not scripts:
        print("No script has such a name; findings/README.md lists them.", file=sys.stderr)
        return 2
    failed = []
    with ThreadPoolExecutor(given.at_once) as workers:
        for outcome in workers.map(run, scripts):
            state = "as described" if outcome.status == 0 else f"CHANGED ({outcome.status})"
            print(
                f"{outcome.name:34} {state:14} {outcome.seconds:6.0f} s  {outcome.last_words[:90]}",
                flush=True,
            )
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{outcome.name}.txt").write_text(outcome.output, encoding="utf-8")
            if outcome.status:
                failed.append(outcome)
    for outcome in failed:
        print(f"\n== {outcome.name}\n{outcome.output}")
    print(f"{len(scripts) - len(failed)} of {len(scripts)} as described")
    return 1 if failed else 0


def run(script: Path) -> Outcome:
    """One script in folders of its own; one that takes too long is ended and counts as changed."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="finding-") as home:
        os.chmod(home, 0o755)  # PostgreSQL runs as a user of its own
        process = subprocess.Popen(
            ["bash", str(script)],
            cwd=home,
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 15)
            output, _ = process.communicate()
            output += f"\nended after {PATIENCE_S} s".encode()
    seconds = time.monotonic() - begun
    return Outcome(script.name, process.returncode, seconds, output.decode("utf-8", "replace"))


def environment(home: str) -> dict[str, str]:
    """Variables for a script: a home without settings, and the way to the registries."""
    kept = {name: value for name, value in os.environ.items() if name.upper().startswith(PASSED_ON)}
    for variable, file in (("PIP_CONFIG_FILE", ".config/pip/pip.conf"), ("NPM_CONFIG_USERCONFIG", ".npmrc")):
        if (path := Path.home() / file).exists():
            kept.setdefault(variable, str(path))
    return kept | {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "PIP_NO_CACHE_DIR": "1",
    }


if __name__ == "__main__":
    sys.exit(main())
