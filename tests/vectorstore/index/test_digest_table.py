"""The table of digests gives what a dictionary gives, in a fraction of its memory."""

from __future__ import annotations

import hashlib
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from vectorstore.index import digest_table
from vectorstore.index.digest_table import DigestTable

# Few different bytes, so that digests share their first half and come twice.
_DIGESTS = st.lists(st.sampled_from(b"ab"), min_size=16, max_size=16).map(bytes)


@given(st.lists(st.tuples(_DIGESTS, st.integers(0, 1 << 50)), max_size=60), st.lists(_DIGESTS, max_size=10))
def test_it_is_a_dictionary(entries: list[tuple[bytes, int]], others: list[bytes]) -> None:
    """After each entry all are found with their last numbers, and nothing else is, sorted in or not."""
    fewest, digest_table._FEWEST = digest_table._FEWEST, 4
    try:
        table, wanted = DigestTable(), dict[bytes, int]()
        for digest, number in entries:
            table.put(digest, number)
            wanted[digest] = number
            assert len(table) == len(wanted)
        assert {digest: table.get(digest) for digest in table} == wanted
        for digest in others:
            assert table.get(digest) == wanted.get(digest)
            assert (digest in table) == (digest in wanted)
    finally:
        digest_table._FEWEST = fewest


def test_an_entry_takes_a_few_dozen_bytes() -> None:
    """40,000 of them are under 60 bytes each, those that are not sorted in yet included."""
    digests = (hashlib.blake2b(str(n).encode(), digest_size=16).digest() for n in range(40_000))
    tracemalloc.start()
    table = DigestTable((digest, number) for number, digest in enumerate(digests))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(table) == 40_000
    assert size < 60 * 40_000
