from pathlib import Path

import pytest

from bot.types import Answered, Declined, Turn
from bot.verification.quotes import holds
from tests.bot.telegram.scripted import SCRIPT, ScriptedAsker
from vectorstore.index import generations
from vectorstore.index.catalog import Catalog


def test_the_script_cites_what_stands_in_the_seeds(seed_index: Path) -> None:
    """Every scripted answer's citations hold in the real catalogue, as those of the real asker do."""
    catalog = Catalog.open(generations.current(seed_index))
    asker = ScriptedAsker(catalog)
    for question in SCRIPT:
        answer = asker.ask(question, (Turn("前一问"),))
        assert isinstance(answer, Answered)
        assert all(holds(citation, catalog) for claim in answer.claims for citation in claim.citations)
    assert isinstance(asker.ask("第二项呢？"), Declined)
    with pytest.raises(LookupError):
        asker.cite("文件里没有的话")
