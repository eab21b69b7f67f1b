"""What a document says that it is not for, in either script."""

from __future__ import annotations

import pytest

from bot.abstention.document_scope import is_not_for
from vectorstore.text.search_form import search_form


@pytest.mark.parametrize(
    "document",
    [
        "第二条 本办法适用于茶馆的登记。\n本办法不适用于流动茶摊。",
        "第二條 本辦法適用於茶館的登記。\n本辦法不適用於流動茶攤。",
    ],
)
def test_what_a_document_is_not_for_is_told_in_both_scripts(document: str) -> None:
    asked, said = search_form("流动茶摊多久登记一次").text, search_form("茶館每年登記一次。").text
    assert is_not_for(asked, said, document)
    assert not is_not_for(search_form("茶馆多久登记一次").text, said, document)
    assert not is_not_for(asked, search_form(document.splitlines()[1]).text, document)
