"""The page of the HTTP server, with its style sheet and scripts: four files, no build step."""

from __future__ import annotations

import json
from functools import cache

from starlette.responses import Response

from bot.messages.html_page import data_file, rendered
from bot.messages.serving import page_texts
from bot.types import Language

_DATA = "bot.serving"


def page(language: Language) -> Response:
    """The page, its texts in one language."""
    return Response(_html(language), media_type="text/html; charset=utf-8")


@cache
def _html(language: Language) -> str:
    texts = page_texts(language)
    other = Language.CHINESE if language is Language.ENGLISH else Language.ENGLISH
    return rendered(
        _DATA,
        "page.html",
        texts=texts,
        texts_json=json.dumps(texts, ensure_ascii=False),
        lang=language.value,
        lang_tag="en" if language is Language.ENGLISH else "zh-Hans",
        other=other.value,
    )


def page_file(name: str, kind: str) -> Response:
    """The style sheet or one of the scripts."""
    return Response(data_file(_DATA, name), media_type=f"{kind}; charset=utf-8")
