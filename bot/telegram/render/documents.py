"""Lists of documents as Telegram messages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.messages.telegram import say
from bot.settings import TelegramSettings
from bot.telegram.collections.chat_documents import Added, Book
from bot.telegram.render.answer import to_messages
from bot.telegram.render.rich_text import as_html, block, plain, run
from bot.telegram.transport.message import Button, Outgoing, plain_message
from bot.types import Language
from vectorstore.index.catalog import DocumentRecord

_ON_A_PAGE = 8
#: Characters of a printed page of an official document.
_ON_A_PRINTED_PAGE = 800


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


def pages_of(characters: int) -> int:
    """About how many pages so many characters fill."""
    return max(1, round(characters / _ON_A_PRINTED_PAGE))


def documents_message(books: Sequence[Book], language: Language, settings: TelegramSettings) -> Outgoing:
    """The list, with a button to delete each document."""
    most = settings.documents_per_chat
    if not books:
        limits = {
            "most": f"{settings.upload_megabytes:g}",
            "characters": f"{settings.upload_characters:,}",
            "pages": pages_of(settings.upload_characters),
        }
        return plain_message(say("documents-none", language, **limits))
    blocks = [block(run(say("documents-head", language, count=len(books), most=most), "b"))]
    for number, book in enumerate(books, 1):
        passages = say("sources-passages", language, passages=book.passages)
        blocks.append(block(run(f"{number}. {book.name}\n"), run(passages, "i")))
    row = [Button(say("delete", language, number=n), data=f"d:{book.id}") for n, book in enumerate(books, 1)]
    return to_messages(blocks)[0].with_buttons(*(tuple(row[at : at + 4]) for at in range(0, len(row), 4)))


def added_message(added: Added, language: Language) -> Outgoing:
    """What was added: passages, the outline that was found, what was skipped."""
    book, found = added.book, added.found
    blocks = [block(run(say("upload-done", language, name=book.name, passages=book.passages), "b"))]
    rows = found.get("outline") or []
    if rows:
        lines = "\n".join("　" * max(0, int(depth) - 1) + str(text) for depth, text in rows)
        if int(found.get("headings", 0)) > len(rows):
            lines += "\n" + say("upload-more", language, count=int(found["headings"]) - len(rows))
        blocks.append(block(run(say("upload-outline", language) + "\n"), run(lines, "quote")))
    else:
        blocks.append(block(run(say("upload-no-outline", language))))
    left_out = found.get("left_out") or {}
    skipped = int(found.get("chrome", 0)) + int(left_out.get("lines", 0))
    if skipped:
        sample = str(found.get("sample") or "—")
        blocks.append(block(run(say("upload-skipped", language, count=skipped, sample=sample), "i")))
    if int(left_out.get("pages", 0)):
        blocks.append(block(run(say("upload-pages", language, count=left_out["pages"]), "i")))
    blocks.append(block(run(say("upload-ask", language))))
    return Outgoing(as_html(blocks), plain(blocks))
