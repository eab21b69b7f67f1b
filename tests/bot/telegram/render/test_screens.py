"""What fits on a phone's screen, and what is on the next one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.telegram.render.answer import answer_pages
from bot.telegram.render.rich_text import block, run
from bot.telegram.render.screens import lines_of, page_message, screens
from bot.telegram.storage.conversations import ShownCitation
from bot.types import Answered, Claim, Declined, Language, Reason
from tests.bot.telegram.scripted import ScriptedAsker
from vectorstore.index import generations
from vectorstore.index.catalog import Catalog

_TEN = (
    "一是建立健全领导机制抓总。", "二是建立健全推进机制抓实。", "三是建立健全培训机制抓全。", "四是建立健全报告机制抓细。",
    "五是建立健全监督机制抓严。", "六是建立健全教育机制抓常。", "七是建立健全查处通报机制抓真。", "八是建立健全源头防治机制抓长。",
    "九是建立健全考核评价机制抓硬。", "十是建立健全激励机制抓面。",
)  # fmt: skip
_SCREEN = 26


@pytest.fixture
def asker(seed_index: Path) -> ScriptedAsker:
    """What cites the seeds."""
    return ScriptedAsker(Catalog.open(generations.current(seed_index)))


def listed(asker: ScriptedAsker, *quotes: str) -> Answered:
    """A list of these quotations."""
    claims = [Claim(one, (asker.cite(one),), str(n)) for n, one in enumerate(quotes, 1)]
    return Answered("问", tuple(claims), 0.9)


def height(text: str, buttons: int) -> int:
    """The lines that a message takes on a phone, a row of buttons counting as two."""
    return lines_of(block(run(text))) + 2 * buttons


def test_ten_items_fit_on_one_screen(asker: ScriptedAsker) -> None:
    """A list of ten short items is one message with its title once and every button saying where it leads."""
    answer = listed(asker, *_TEN)
    file = answer.claims[0].citations[0].file
    shown = answer_pages(answer, {file: "题名" * 40}, Language.CHINESE)
    assert len(shown.pages) == 1
    shown = replace(
        shown, citations=tuple(replace(c, paragraph=n + 2) for n, c in enumerate(shown.citations))
    )
    message = page_message("x", shown, 0, Language.CHINESE)
    labels = [[button.text for button in row] for row in message.buttons]
    assert labels[0] == ["[1] 第2段", "[2] 第3段", "[3] 第4段", "[4] 第5段"]
    assert [len(row) for row in labels] == [4, 4, 2]
    assert message.plain.count("题名题名") > 0
    assert message.plain.count("出处") == 1
    assert height(message.plain, len(labels)) <= _SCREEN


def test_a_long_list_has_a_button_for_the_rest(asker: ScriptedAsker) -> None:
    """Items that don't fit stand on further pages, none is lost, and each page has its own numbers only."""
    long = "面对当前意识形态领域的斗争异常尖锐,紧紧围绕加快打造“五个济南”,建设“大强美富通”现代化国际大都市"
    answer = listed(asker, *_TEN, *[long] * 8)
    shown = answer_pages(answer, {}, Language.CHINESE)
    assert len(shown.pages) > 1
    whole = "\n".join(page.plain for page in shown.pages)
    assert all(whole.count(f"{number}. 「") == 1 for number in range(11, 19))
    first = page_message("x", shown, 0, Language.CHINESE)
    rest = first.buttons[-1][0]
    left = sum(f"\n{number}. 「" in "\n" + page.plain for page in shown.pages[1:] for number in range(1, 19))
    assert (rest.text, rest.data) == (f"其余 {left} 项 ▶", "m:x:1")
    last = page_message("x", shown, len(shown.pages) - 1, Language.CHINESE)
    assert last.buttons[-1][0].data == f"m:x:{len(shown.pages) - 2}"
    for number, page in enumerate(shown.pages):
        assert lines_of(block(run(page.plain))) <= _SCREEN
        data = [b.data for row in page_message("x", shown, number, Language.CHINESE).buttons for b in row]
        assert [d for d in data if d.startswith("c:")] == [f"c:x:{n}:{number}" for n in page.numbers]


def test_quotations_stand_in_quotation_marks_and_own_words_do_not(asker: ScriptedAsker) -> None:
    """What is the source's is marked; a chat model's sentence isn't."""
    cited = (asker.cite("形成调研报告48份"),)
    claims = (Claim("共形成48份报告。", cited, own_words=True), Claim("形成调研报告48份", cited))
    (page,) = answer_pages(Answered("问", claims, 0.9), {}, Language.CHINESE).pages
    assert page.plain.split("\n\n")[:2] == ["共形成48份报告。[1]", "「形成调研报告48份」[1]"]


def test_a_decline_fits_on_one_screen(asker: ScriptedAsker) -> None:
    """However long the nearest passage is, the decline shows its beginning."""
    near = asker.cite("面对当前意识形态领域的斗争异常尖锐,紧紧围绕加快打造")
    declined = Declined("问", Reason.NOT_IN_DOCUMENTS, 0.1, (replace(near, quote=near.quote * 20),))
    shown = answer_pages(declined, {}, Language.CHINESE)
    assert len(shown.pages) == 1
    assert shown.pages[0].numbers == (1,)
    assert height(shown.pages[0].plain, 1) <= 10


def test_a_page_or_sheet_stands_on_the_button(asker: ScriptedAsker) -> None:
    """Where a document has pages, the button names the page, and the number alone where nothing is known."""
    shown = answer_pages(listed(asker, *_TEN[:2]), {}, Language.CHINESE)
    places = (replace(shown.citations[0], page="3"), replace(shown.citations[1], page="", paragraph=0))
    message = page_message("x", replace(shown, citations=places), 0, Language.CHINESE)
    assert [button.text for button in message.buttons[0]] == ["[1] 第3页", "[2]"]
    assert isinstance(places[0], ShownCitation)


def test_a_block_longer_than_a_screen_is_a_page_of_its_own() -> None:
    """No block is cut or lost between pages."""
    parts = [block(run("短")), block(run("长" * 2000)), block(run("短"))]
    assert screens(parts) == [[0], [1], [2]]
