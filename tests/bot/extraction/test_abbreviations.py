"""Short forms of long names, as documents make them."""

from __future__ import annotations

import pytest

from bot.extraction.abbreviations import with_short_forms
from bot.extraction.term_weights import WeightedTerm
from bot.language.segmentation import content_words
from vectorstore.text.search_form import bare_form


def _short_forms(question: str, *texts: str) -> set[str]:
    words = content_words(question)
    weighted = [WeightedTerm(bare_form(w.text).text, (), 1.0, True) for w in words]
    return {one for word in with_short_forms(words, weighted, texts) for one in word.written}


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("城市生活垃圾处理中心几点开门", "城市生活垃圾处理中心(以下简称垃处中心)八点开门。", {"垃处中心"}),
        ("紧密型教育发展共同体有几所学校", "教育发展共同体今年成立,教共体有6所学校。", {"教共体"}),
        ("中介发布虚假房源罚多少", "经纪机构不得发布房源虚假信息,发布房源应当核验。", set()),
        ("教育发展共同体有几所学校", "教共体有6所学校。", set()),
    ],
)
def test_a_short_form_is_found_where_the_text_has_the_name_too(
    question: str, text: str, short: set[str]
) -> None:
    """Declared, or made of the name's characters in their order; whole words side by side are none."""
    assert _short_forms(question, text) == short
