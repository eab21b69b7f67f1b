"""Ready citations of a passage: as text, as Markdown and by GB/T 7714-2015.

What the document does not say is left out; nothing is made up. The standard's form is
`责任者. 题名[类型]. 出版者, 日期(更新日期)[引用日期]. 路径`: a document with an address is an
electronic source (EB/OL), any other one is of the type "other" (Z), since neither a file nor a
source line says whether it was printed.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from vectorstore.types import Metadata, Passage

_MOST_AUTHORS = 3


class Style(StrEnum):
    """The forms of a ready citation."""

    TEXT = "text"
    MARKDOWN = "markdown"
    GBT = "gbt7714"


def reference(style: Style, metadata: Metadata, passage: Passage, quote: str, today: date) -> str:
    """The citation of `quote`, which stands in `passage`; `today` is the day of citing."""
    if style is Style.GBT:
        return gbt_reference(metadata, passage.file, today) + (" [扫描识别]" if passage.confidence else "")
    quote = " ".join(quote.split())
    title = metadata.title or passage.file
    paragraph = f"第{passage.paragraph}段" if passage.paragraph else ""
    if style is Style.TEXT:
        parts = [
            metadata.author,
            f"《{_without_marks(title)}》",
            metadata.publisher,
            metadata.date,
            *_page(passage),
            paragraph,
        ]
        return f"“{quote}”（{_joined(parts)}）〔{passage.key}〕"
    shown = (
        f"[{markdown_text(title)}](<{_address(metadata.url)}>)"
        if metadata.url
        else f"*{markdown_text(title)}*"
    )
    parts = [
        markdown_text(metadata.author),
        shown,
        markdown_text(metadata.publisher),
        metadata.date,
        *_page(passage),
        paragraph,
    ]
    return f"> {markdown_text(quote)}\n>\n> — {_joined(parts)} `{passage.key}`"


def _page(passage: Passage) -> list[str]:
    """The page of a passage, and where it was recognised from a scan, that it was."""
    page = f"第{passage.page}页" if passage.page.replace("-", "").isdigit() else passage.page
    return [page, "扫描识别，以纸面为准"] if passage.confidence else [page]


def _joined(parts: list[str]) -> str:
    return "，".join(part for part in parts if part)


def _without_marks(title: str) -> str:
    """A title inside 《》 has 〈〉 for marks of its own."""
    return title.replace("《", "〈").replace("》", "〉")


def gbt_reference(metadata: Metadata, file: str, today: date) -> str:
    """A document as GB/T 7714-2015 writes it; `today` is the day of citing."""
    authors = _authors(metadata.author)
    kind = "[EB/OL]" if metadata.url else "[Z]"
    parts = [authors] if authors else []
    parts.append(f"{metadata.title or file}{kind}")
    if metadata.url:
        dates = (f"({metadata.date})" if metadata.date else "") + f"[{today.isoformat()}]"
        parts.append(metadata.publisher + dates)
        parts.append(metadata.url)
    elif metadata.publisher or metadata.date:
        parts.append(", ".join(part for part in (metadata.publisher, metadata.date) if part))
    return " ".join(" ".join(f"{part}." for part in parts).split())


def _authors(author: str) -> str:
    """The authors, separated by commas; of more than three the first three and 等."""
    names = [name for name in re.split(r"[,，、;；\s\u3000]+", author) if name]
    if len(names) > _MOST_AUTHORS:
        return ", ".join([*names[:_MOST_AUTHORS], "等"])
    return ", ".join(names)


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is.

    A Chinese sentence has no spaces, so that two ~ of ranges would be a subscript and two $ a formula.
    """
    return re.sub(r"([\\`*_{}\[\]()#+!<>|~&$^])", r"\\\1", text)


def _address(url: str) -> str:
    return re.sub(r"[<>\s\\]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), url)
