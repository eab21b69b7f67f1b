import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.render.rich_text import (
    LONGEST,
    MOST_ENTITIES,
    Run,
    as_html,
    block,
    entities,
    pages,
    plain,
    run,
    utf16,
)
from tests.botapi.formatting import parse

#: Any of these together; code stands alone or in a quotation.
_TOGETHER = [chosen for count in range(5) for chosen in combinations(("b", "i", "u", "quote"), count)]
_STYLES = st.sampled_from([*_TOGETHER, ("code",), ("code", "quote")])
_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
_RUNS = st.lists(st.builds(lambda text, styles: run(text, *styles), _TEXT, _STYLES), min_size=1, max_size=8)
_BLOCKS = st.lists(_RUNS.map(lambda runs: block(*runs)).filter(bool), min_size=1, max_size=12)


@given(_BLOCKS, st.integers(20, 200), st.integers(8, 40))
def test_pages_fit_and_lose_nothing(blocks: list[tuple[Run, ...]], longest: int, most: int) -> None:
    """Every page keeps both limits, and all pages together hold every character in order."""
    made = pages(blocks, longest, most)
    for page in made:
        assert utf16(plain(page)) <= longest
        assert sum(entities(part) for part in page) <= most
    whole = "".join("".join(r.text for r in part) for part in blocks)
    assert "".join("".join(r.text for r in part) for page in made for part in page) == whole


@given(_BLOCKS)
def test_every_page_is_accepted_and_shows_its_text(blocks: list[tuple[Run, ...]]) -> None:
    """Whatever the text holds, its HTML is parsed without a refusal and shows just that text."""
    for page in pages(blocks):
        shown, _ = parse(as_html(page), "HTML")
        assert _words(shown) == _words(plain(page))


def test_a_long_claim_is_cut_after_a_sentence() -> None:
    """A block over the limit is cut at the end of a sentence, and its formatting goes on."""
    sentence = "本单位应当认真落实各项工作要求。"
    made = pages([block(run("前言", "i")), block(run(sentence * 400, "b"))])
    assert len(made) == 3
    assert all(plain(page).endswith("。") or plain(page) == "前言" for page in made[1:])
    assert all("<b>" in as_html(page) and utf16(plain(page)) <= LONGEST for page in made[1:])


def test_hostile_text_is_shown_as_text() -> None:
    """Tags, entities, control characters and direction marks of a document have no effect."""
    hostile = "</b><script>alert(1)</script>&lt;&amp;<a href='tg://x'>\x1b[31m\u202e反\x00"
    made = as_html([block(run(hostile, "b"))])
    shown, found = parse(made, "HTML")
    assert shown == "</b><script>alert(1)</script>&lt;&amp;<a href='tg://x'>[31m反"
    assert [entity.kind for entity in found] == ["bold"]
    assert entities(block(run("x", "b", "quote"))) == 2
    assert MOST_ENTITIES == 100


def _words(text: str) -> str:
    return re.sub(r"\s+", "", text)
