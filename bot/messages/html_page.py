"""Pages from templates: what a value holds never becomes markup, and never steers or hides anything."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from bot.messages.safe_text import safe_lines

_SHARED = "self_contained.html"


def rendered(package: str, template: str, **values: Any) -> str:
    """The page that a template in the `data` folder of `package` makes of these values.

    A template may extend `self_contained.html`: a page that loads nothing, from `policy`, `lang` and `style`.
    The style sheet and script of the page are in `values` as `trusted` text.
    """
    return str(_environment(package).get_template(template).render(**values))


def trusted(text: str) -> str:
    """Text of this program's own that is put into a page as it is."""
    from markupsafe import Markup

    return Markup(text)


def data_file(package: str, name: str) -> str:
    """A file in the `data` folder of a package."""
    return files(package).joinpath("data", name).read_text("utf-8")


def source_hash(text: str) -> str:
    """How a page's policy names the one style sheet or script that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment(package: str) -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(lambda name: data_file(__package__ if name == _SHARED else package, name)),
        # For every template, whatever its name ends with.
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: Any) -> Any:
    """A value as it is put into a page: text without controls and hidden direction marks."""
    from markupsafe import Markup

    return safe_lines(value) if isinstance(value, str) and not isinstance(value, Markup) else value
