"""What stood in the way is told also where a native library keeps it to itself."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vectorstore.errors import IndexDamaged, IndexUnavailable
from vectorstore.index.chroma import read_collection
from vectorstore.index.faults import writing, writing_natively

_SAID = "Error in compaction: Failed to apply logs to the metadata segment"


@contextmanager
def _largest_file(size: int) -> Iterator[None]:
    """No file of this process may grow over so many bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
@pytest.mark.parametrize("size", [4 << 10, 1 << 20, 40 << 20])
def test_a_limit_that_chroma_does_not_name_is_told(size: int, tmp_path: Path) -> None:
    """Also where the files that are there come near to it."""
    (tmp_path / "there").write_bytes(b"")
    with (tmp_path / "there").open("r+b") as file:
        file.truncate(30 << 20)
    with (
        _largest_file(size),
        pytest.raises(IndexUnavailable) as raised,
        writing(tmp_path),
        writing_natively(tmp_path),
    ):
        raise RuntimeError(_SAID)
    assert raised.value.params["cause"] == "too-large"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_what_nothing_stood_in_the_way_of_stays(tmp_path: Path) -> None:
    """The library's own error comes through, and so does one that says itself what it is."""
    with pytest.raises(RuntimeError, match="compaction"), writing(tmp_path), writing_natively(tmp_path):
        raise RuntimeError(_SAID)
    with pytest.raises(OSError, match="full") as raised, writing_natively(tmp_path):
        raise OSError(errno.ENOSPC, "full")
    assert raised.value.errno == errno.ENOSPC
    with pytest.raises(IndexDamaged), writing_natively(tmp_path):
        raise IndexDamaged(folder="f", reason="r")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_collection_that_may_be_changed_is_not_called_damaged_for_a_limit(tmp_path: Path) -> None:
    """While a generation is made its collections are opened to be written to."""
    with _largest_file(64 << 10), pytest.raises(IndexUnavailable), read_collection(tmp_path, in_place=True):
        raise RuntimeError(_SAID)
