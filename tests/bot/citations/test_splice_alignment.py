"""Splices against texts put together at random."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.citations.splice_alignment import splice

_TEXT = "".join(random.Random(1).choices([chr(code) for code in range(0x4E00, 0x5E00)], k=3000))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(8, 60)), min_size=1, max_size=4, unique_by=lambda r: r[0]
    )
)
def test_a_text_put_together_is_taken_apart_again(places: list[tuple[int, int]]) -> None:
    """Every part of eight characters or more is found at its place."""
    wanted = [(300 * place + 20, 300 * place + 20 + length) for place, length in places]
    quoted = "".join(_TEXT[start:end] for start, end in wanted)
    stretches = [(300 * place, 300 * place + 120) for place in range(10)]
    found = splice(quoted, _TEXT, stretches)
    assert [(part.start, part.end) for part in found] == wanted
    assert [quoted[part.first : part.last] for part in found] == [_TEXT[s:e] for s, e in wanted]


def test_nothing_to_copy_from_gives_no_parts() -> None:
    """Without a stretch, or without a quotation, there is nothing."""
    assert splice("甲乙丙", _TEXT, []) == ()
    assert splice("", _TEXT, [(0, 100)]) == ()
