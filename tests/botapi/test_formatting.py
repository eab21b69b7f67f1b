import pytest

from tests.botapi.formatting import Entity, Refused, as_seen, parse, utf16


def test_tags_become_entities_with_utf16_offsets() -> None:
    """Offsets count UTF-16 code units, so that a character outside the first plane counts as two."""
    text, entities = parse("𠮷<b>粗</b>&lt;x&gt;<blockquote expandable>引</blockquote>", "HTML")
    assert text == "𠮷粗<x>引"
    assert entities == [Entity("bold", 2, 1), Entity("blockquote", 6, 1, "expandable")]
    assert utf16("𠮷") == 2
    assert as_seen(text, entities) == "𠮷**粗**<x>▌ 引"


@pytest.mark.parametrize(
    "broken",
    ["<b>x", "<b><i>x</b></i>", "x</b>", "<script>x</script>", "a < b", "<b onclick=x>y</b>",
     "<blockquote>a<blockquote>b</blockquote></blockquote>", "<code><b>x</b></code>",
     "".join("<b>x</b>y" for _ in range(101))],
)  # fmt: skip
def test_what_telegram_refuses_is_refused(broken: str) -> None:
    """Unbalanced, unknown, nested and too many tags are refused with code 400."""
    with pytest.raises(Refused) as refused:
        parse(broken, "HTML")
    assert refused.value.code == 400
