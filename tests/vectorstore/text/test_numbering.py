"""Numbers in Chinese numerals."""

from __future__ import annotations

import pytest

from vectorstore.text.numerals import han_number, han_numeral


@pytest.mark.parametrize("number", range(1, 100))
def test_numerals_are_read_back(number: int) -> None:
    """A number that is written in Chinese numerals is the number that they are read as."""
    assert han_number(han_numeral(number)) == number
