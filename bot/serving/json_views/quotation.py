"""The verdicts on the quotations of a draft, as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from bot.citations.results import CheckedQuotation, as_json


def checked_json(draft: str, checked: Sequence[CheckedQuotation]) -> dict[str, object]:
    """The stable JSON form of the verdicts on a draft."""
    return {
        "file": draft,
        "failed": sum(not one.located.stands for one in checked),
        "quotations": [
            {
                "line": one.quotation.line,
                "column": one.quotation.column,
                "start": one.quotation.span.start,
                "end": one.quotation.span.end,
                **as_json(one.located),
            }
            for one in checked
        ],
    }
