"""The values of Chinese numerals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.text.numerals import han_number, values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("二十一", 21), ("一百二", 120), ("二百五", 250), ("一百零五", 105), ("一万二", 12000),
        ("两万五千", 25000), ("一万零五", 10005), ("一亿零五十", 100000050), ("三万亿", 3 * 10**12),
        ("二〇二一", 2021), ("壹佰贰拾", 120), ("廿", 20), ("卅一", 31), ("卌", 40), ("一千零三十", 1030),
    ],
)  # fmt: skip
def test_a_numeral_has_one_value(text: str, value: int) -> None:
    """Short, formal, old and positional numerals are read by their value."""
    assert values(text) == (value,)
    assert han_number(text) == value


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("三五", (3, 5)),
        ("七八十", (70, 80)),
        ("十七八", (17, 18)),
        ("五六百", (500, 600)),
        ("一百五六十", (150, 160)),
    ],
)
def test_two_neighbours_are_a_range(text: str, both: tuple[int, int]) -> None:
    """三五 is three to five, not 35, and no single number."""
    assert values(text) == both
    assert han_number(text) == 0


@given(st.integers(0, 10**12 - 1))
def test_what_another_library_writes_is_read(number: int) -> None:
    """Every whole number that cn2an writes, plain or as on a cheque, has its value.

    Only its writer is the oracle: its reader knows no ○ and no range (三五).
    """
    import cn2an

    assert values(cn2an.an2cn(number)) == (number,)
    assert values(cn2an.an2cn(number, "up").replace("億", "亿").replace("萬", "万")) == (number,)


@given(st.integers(0, 10**6), st.integers(1, 9999))
def test_decimals_are_read(whole: int, part: int) -> None:
    """The digits behind 点 are a decimal fraction."""
    import cn2an

    wanted = Decimal(f"{whole}.{part}").normalize()
    assert [one.normalize() for one in values(cn2an.an2cn(str(wanted)))] == [wanted]


@given(st.text(alphabet="〇零一二三四五六七八九十百千万亿两廿点壹拾", max_size=9))
def test_no_numeral_breaks_the_reader(text: str) -> None:
    """Any heap of numerals has no value, one, or two."""
    assert len(values(text)) <= 2
