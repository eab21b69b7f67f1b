"""Lists of documents as Telegram messages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.messages.telegram import say
from bot.telegram.render.rich_text import as_html, block, plain, run
from bot.telegram.transport.message import Button, Outgoing
from bot.types import Language
from vectorstore.index.catalog import DocumentRecord

_ON_A_PAGE = 8


def sources_message(
    records: Sequence[DocumentRecord], titles: Mapping[str, str], language: Language, page: int
) -> Outgoing:
    """One page of the documents, with buttons to the pages before and after."""
    if not records:
        return Outgoing(say("sources-none", language), say("sources-none", language))
    last = (len(records) - 1) // _ON_A_PAGE
    page = max(0, min(page, last))
    blocks = [block(run(say("sources-head", language, count=len(records)), "b"))]
    for number, record in enumerate(
        records[page * _ON_A_PAGE : (page + 1) * _ON_A_PAGE], page * _ON_A_PAGE + 1
    ):
        facts = [record.metadata.date or say("no-date", language)]
        if record.metadata.publisher:
            facts.append(record.metadata.publisher[:60])
        facts.append(say("sources-line", language, passages=record.passages, characters=record.characters))
        title = titles.get(record.file, record.title)[:150]
        blocks.append(block(run(f"{number}. {title}\n"), run(" · ".join(facts), "i")))
    buttons = []
    if page > 0:
        buttons.append(Button(say("page-back", language), data=f"s:{page - 1}"))
    if page < last:
        buttons.append(Button(say("page-on", language), data=f"s:{page + 1}"))
    return Outgoing(as_html(blocks), plain(blocks)).with_buttons(tuple(buttons))
