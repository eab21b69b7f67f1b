"""Installs with pip and shows that it lives: a line for each package instead of minutes of silence.

Run by the environment that is installed into: `.venv/bin/python .ci/install.py --editable .`.
Where there is no NVIDIA driver it takes the CPU build of torch, a tenth of the other's size.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"
CPU_BUILDS = "https://download.pytorch.org/whl/cpu"
PIP = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
_SHOWN = re.compile(
    r"^(?:Collecting (?P<wanted>[\w.-]+)|\s+(?P<fetched>Downloading) (?P<file>\S+)(?P<size> \(.+\))?)"
)


def main(arguments: list[str]) -> int:
    """Install what pip's own arguments name; returns pip's exit code."""
    started = time.monotonic()
    command = [*PIP, "--progress-bar", "off", "--constraint", str(CONSTRAINTS), *cpu_builds(), *arguments]
    said: list[str] = []
    # Unbuffered output, or the lines come all at once at the end.
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            said.append(line)
            if shown := shown_line(line):
                print(f"  {time.monotonic() - started:4.0f} s  {shown}", file=sys.stderr, flush=True)
    if pip.returncode:
        sys.stderr.writelines(said[-30:])
    return pip.returncode


def shown_line(line: str) -> str:
    """What is shown of a line of pip's; empty where it is nothing new."""
    if line.startswith("Installing collected packages"):
        return f"unpacking {line.count(',') + 1} packages, which takes a minute or two"
    found = _SHOWN.match(line)
    if not found:
        return ""
    return found["wanted"] or f"downloading {found['file'].rsplit('/', 1)[-1]}{found['size'] or ''}"


def cpu_builds() -> list[str]:
    """The options that let pip find torch without CUDA, where CUDA is of no use and pip would take it."""
    if sys.platform != "linux" or shutil.which("nvidia-smi"):
        return []
    choice = [
        *PIP,
        "--quiet",
        "--dry-run",
        "--no-deps",
        "--report",
        "-",
        "--constraint",
        str(CONSTRAINTS),
        "torch",
    ]
    asked = subprocess.run(choice, capture_output=True, text=True, check=False)
    try:
        chosen = json.loads(asked.stdout)["install"]
    except (ValueError, KeyError):
        return []
    # Nothing to install: it is there already. A local label such as +cpu: pip knows of that build.
    if not chosen or "+" in chosen[0]["metadata"]["version"]:
        return []
    try:
        urllib.request.urlopen(f"{CPU_BUILDS}/torch/", timeout=8).close()
    except OSError:
        print("  PyTorch's CPU builds can't be reached: torch comes with CUDA (3 GB).", file=sys.stderr)
        return []
    return ["--extra-index-url", CPU_BUILDS]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
