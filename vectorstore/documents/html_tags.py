"""What the tags and attributes of a page mean for its text."""

from __future__ import annotations

import re

BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "td",
        "th",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "body",
        "html",
        "caption",
        "thead",
        "tbody",
    ]
)
SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "noscript",
        "template",
        "iframe",
        "svg",
        "textarea",
        "object",
        "figcaption",
    ]
)
#: Their text stands in a line and is none of its words: what was struck out, and notes of the sound.
UNSAID = frozenset(["del", "s", "strike", "rp", "rt", "rtc"])
UNSHOWN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration[^;]*:[^;]*line-through"
    r"|(?:font-size|opacity)\s*:\s*0+(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:;|$))",
    re.IGNORECASE,
)
#: The end of these may be left out; the next one, or the end of what is around, ends them.
ENDS_ITSELF = frozenset(
    ["p", "li", "td", "th", "tr", "dt", "dd", "option", "rp", "rt", "rtc", "tbody", "thead"]
)
LOWER = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
#: MathML: which children stand raised or lowered, counted from nought.
SCRIPTS = {
    "msup": {1: "super"}, "msub": {1: "sub"}, "msubsup": {1: "sub", 2: "super"}, "mroot": {1: "super"},
    "munder": {1: "sub"}, "mover": {1: "super"}, "munderover": {1: "sub", 2: "super"},
}  # fmt: skip
META_FIELDS = {
    "author": "author",
    "source": "publisher",
    "contentsource": "publisher",
    "article:author": "author",
    "pubdate": "date",
    "article:published_time": "date",
    "articletitle": "title",
    "og:title": "title",
}
VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)


ROWSPAN = re.compile(r"\browspan\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)
COLSPAN = re.compile(r"\bcolspan\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)
CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
#: A longer row, in characters, holds a page's layout and not a line of a table.
LONGEST_ROW = 300
