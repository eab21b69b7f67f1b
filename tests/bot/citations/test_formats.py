"""Ready citations, whole."""

from __future__ import annotations

from datetime import date

import pytest

from bot.citations.formats import Style, markdown_text, reference
from vectorstore.types import Metadata, Passage, Span

_PASSAGE = Passage("7K3M-Q8F4-ZWPD", "a.txt", Span(0, 9), 4, 0, ())
_TODAY = date(2026, 11, 22)
_FULL = Metadata(
    title="关于《纲要》的通知",
    publisher="某日报",
    author="张三 李四 王五 赵六",
    date="2021-05-25",
    url="https://example.com/a?b=1&c=<2>",
)


@pytest.mark.parametrize(
    ("style", "metadata", "wanted"),
    [
        (
            Style.TEXT,
            _FULL,
            "“引文 内容”（张三 李四 王五 赵六，《关于〈纲要〉的通知》，某日报，2021-05-25，第4段）〔7K3M-Q8F4-ZWPD〕",
        ),
        (Style.TEXT, Metadata(), "“引文 内容”（《a.txt》，第4段）〔7K3M-Q8F4-ZWPD〕"),
        (
            Style.MARKDOWN,
            _FULL,
            "> 引文 内容\n>\n> — 张三 李四 王五 赵六，[关于《纲要》的通知](<https://example.com/a?b=1&c=%3C2%3E>)，"
            "某日报，2021-05-25，第4段 `7K3M-Q8F4-ZWPD`",
        ),
        (
            Style.GBT,
            _FULL,
            "张三, 李四, 王五, 等. 关于《纲要》的通知[EB/OL]. 某日报(2021-05-25)[2026-11-22]. "
            "https://example.com/a?b=1&c=<2>.",
        ),
        (
            Style.GBT,
            Metadata(title="通知", publisher="某局", author="张三、李四", date="2021-05-25"),
            "张三, 李四. 通知[Z]. 某局, 2021-05-25.",
        ),
        (Style.GBT, Metadata(title="通知", date="2021"), "通知[Z]. 2021."),
        (Style.GBT, Metadata(), "a.txt[Z]."),
        (
            Style.GBT,
            Metadata(title="通知", url="https://e.cn/1"),
            "通知[EB/OL]. [2026-11-22]. https://e.cn/1.",
        ),
    ],
)
def test_a_reference_has_what_the_document_says_and_no_more(
    style: Style, metadata: Metadata, wanted: str
) -> None:
    """Known fields stand in the form's order; unknown ones leave nothing behind."""
    assert reference(style, metadata, _PASSAGE, "引文\n内容", _TODAY) == wanted


def test_markdown_shows_the_quotation_as_it_is() -> None:
    """Marks that Markdown would obey are escaped."""
    shown = reference(Style.MARKDOWN, Metadata(title="*甲*"), _PASSAGE, "<b>_乙_[丙](丁)", _TODAY)
    assert shown.startswith("> \\<b\\>\\_乙\\_\\[丙\\]\\(丁\\)\n")
    assert "*\\*甲\\**" in shown


def test_ranges_prices_and_exponents_are_no_markup() -> None:
    """Two ranges or two prices in a sentence are no subscript, deletion or formula where an answer is pasted."""
    from markdown_it import MarkdownIt

    words = "工期3~5天，最长7~10天；价格为$500，运费为$80；产量10^8^吨，==重点==。"
    escaped = markdown_text(words)
    assert escaped.count("\\~") == 2
    assert escaped.count("\\$") == 2
    assert escaped.count("\\^") == 2
    assert MarkdownIt().render(escaped).strip() == f"<p>{words}</p>"
