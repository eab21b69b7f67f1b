"""The page of the HTTP server, with its style sheet and script: three files, no build step."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader
from starlette.responses import Response

from bot.messages.serving import page_texts
from bot.types import Language


def page(language: Language) -> Response:
    """The page, its texts in one language."""
    return Response(_html(language), media_type="text/html; charset=utf-8")


@cache
def _html(language: Language) -> str:
    texts = page_texts(language)
    # Autoescape is on for every template: what a text holds never becomes markup.
    environment = Environment(loader=FunctionLoader(_file), autoescape=True)
    other = Language.CHINESE if language is Language.ENGLISH else Language.ENGLISH
    return environment.get_template("page.html").render(
        texts=texts,
        texts_json=json.dumps(texts, ensure_ascii=False),
        lang=language.value,
        lang_tag="en" if language is Language.ENGLISH else "zh-Hans",
        other=other.value,
    )


def page_file(name: str, kind: str) -> Response:
    """The style sheet or the script."""
    return Response(_file(name), media_type=f"{kind}; charset=utf-8")


@cache
def _file(name: str) -> str:
    return files("bot.serving").joinpath("data", name).read_text("utf-8")
