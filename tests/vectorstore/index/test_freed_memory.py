"""Memory that was freed goes back to the system."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from vectorstore.index import freed_memory

_BLOCKS, _SIZE = 100_000, 1000


def _resident() -> float:
    """Megabytes of this process that are in memory and in no file."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="the C library is not glibc")
def test_blocks_below_one_that_is_kept_go_back() -> None:
    """A hundred megabytes of small blocks stay with the process when they are freed, until they are given back."""
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    library.free.argtypes = (ctypes.c_void_p,)
    blocks = [library.malloc(_SIZE) for _ in range(_BLOCKS)]
    for block in blocks:
        ctypes.memset(block, 1, _SIZE)
    for block in blocks[:-1]:  # the last one keeps the heap from shrinking by itself
        library.free(block)
    kept = _resident()
    freed_memory.give_back()
    assert kept - _resident() > 0.8 * _BLOCKS * _SIZE / 2**20
    library.free(blocks[-1])


def test_another_c_library_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the C library has no such function nothing is done."""
    monkeypatch.setattr(freed_memory, "_trim", lambda: None)
    freed_memory.give_back()
