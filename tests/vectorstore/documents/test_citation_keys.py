"""Citation keys: made from content, read in whatever form people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.documents.citation_keys import (
    ALPHABET,
    check_part,
    document_part,
    make_key,
    parse_key,
    sketch_part,
)

KEY = "7K3M-Q8F4-Z0P1"
TEXTS = st.text(alphabet="政法队伍建设机制一二三,。0123456789", min_size=1, max_size=60)


@pytest.mark.parametrize(
    "typed",
    [
        KEY,
        KEY.lower(),
        KEY.replace("-", ""),
        KEY.replace("-", " "),
        f"[{KEY}]",
        f"【{KEY}】",
        f"（{KEY}）",
        f"({KEY})",
        f"《{KEY}》",
        f"「{KEY}」。",
        f" {KEY}\n",
        "７Ｋ３Ｍ－Ｑ８Ｆ４－Ｚ０Ｐ１",
        "７ｋ３ｍｑ８ｆ４ｚ０ｐ１",
        KEY.replace("0", "O").replace("1", "I"),
        KEY.replace("0", "o").replace("1", "l"),
        KEY.replace("-", "—"),
        KEY.replace("-", "‑"),
        f"\u200b{KEY}\ufeff",
        f"#{KEY}",
    ],
)
def test_a_key_is_read_however_it_is_typed(typed: str) -> None:
    """Width, case, brackets, hyphens and the digits that look like letters make no difference."""
    assert parse_key(typed) == KEY


@pytest.mark.parametrize(
    "garbage",
    ["", " ", "7K3M", "7K3M-Q8F4", f"{KEY}X", f"{KEY} {KEY}", "红河州的十项机制", "UUUU-UUUU-UUUU", "-", "一二三四五六七八九十一二", "7K3M-Q8F4-Z0P!", "\x00" * 12],
)  # fmt: skip
def test_what_is_no_key_is_none(garbage: str) -> None:
    """Text that holds no key, too little or too much gives None."""
    assert parse_key(garbage) is None


@given(st.text(max_size=40))
def test_parsing_never_fails_and_gives_only_canonical_keys(text: str) -> None:
    """Any text gives None or three groups of four Crockford digits that parse to themselves."""
    found = parse_key(text)
    if found is not None:
        assert [len(part) for part in found.split("-")] == [4, 4, 4]
        assert set(found) <= {*ALPHABET, "-"}
        assert parse_key(found) == found


@given(TEXTS, st.integers(0, 50), st.sampled_from(["upper", "lower"]), st.sampled_from(["-", "", " ", "_"]))
def test_every_made_key_is_read_back(text: str, occurrence: int, case: str, joint: str) -> None:
    """A key that was made is canonical and survives changes of case and of hyphens."""
    key = make_key("a.txt", text, text, occurrence)
    typed = getattr(key.replace("-", joint), case)()
    assert parse_key(typed) == key
    assert document_part(key) + sketch_part(key) + check_part(key) == key.replace("-", "")


@given(TEXTS, TEXTS)
def test_the_key_tells_texts_files_and_occurrences_apart(one: str, two: str) -> None:
    """Another text, another occurrence or another file has another check or document part."""
    key = make_key("a.txt", one, one)
    assert document_part(make_key("b.txt", one, one)) != document_part(key)
    assert check_part(make_key("b.txt", one, one)) == check_part(key)
    assert check_part(make_key("a.txt", one, one, 1)) != check_part(key)
    assert (check_part(make_key("a.txt", two, two)) == check_part(key)) == (one == two)


def test_a_file_name_has_one_key_in_both_unicode_forms() -> None:
    """A file name composed or decomposed, as systems store it, gives the same key."""
    assert make_key("é.txt", "文", "文") == make_key("e\u0301.txt", "文", "文")
