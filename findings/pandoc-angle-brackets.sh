#!/usr/bin/env bash
# Versions: pandoc 3.9 (pypandoc-binary 1.17), lxml 6.1.3, beautifulsoup4 4.14.3, markdown-it-py 4.3.0.
# Seen:     Chinese words between < and > are a tag to pandoc, and vanish from plain text, in Markdown and in HTML:
#           依据<值班办法>第三条，罚款<五百元>以下 is 依据第三条，罚款以下. Without a warning. lxml, html.parser,
#           markdown-it-py and pandoc's own reader of GitHub's Markdown (-f gfm) keep every character.
# Guessed:  A tag begins with an ASCII letter, in HTML as in CommonMark; < before anything else is a character.
# Matters:  People type < > for 〈 〉 and 《 》, and templates mark what is to be filled in with them. The name of
#           the rule or the amount is gone, and the sentence still reads well.
# Instead:  Read with -f gfm or -f markdown-raw_html; in HTML write &lt; before a < that no ASCII letter, / or !
#           follows.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    pypandoc-binary==1.17 lxml==6.1.3 beautifulsoup4==4.14.3 markdown-it-py==4.3.0
cat > probe.py <<'PY'
from html import unescape
from importlib.metadata import version

import lxml.html
import pypandoc
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

WORDS = "依据<值班办法>第三条，罚款<五百元>以下。"
LOST = "依据第三条，罚款以下。"
PAGE = f"<html><body><p>{WORDS}</p></body></html>"


def by_pandoc(text, source):
    return pypandoc.convert_text(text, "plain", format=source, extra_args=["--wrap=none"]).strip()


for name in ("pypandoc-binary", "lxml", "beautifulsoup4", "markdown-it-py"):
    print(name, version(name))
print("pandoc", pypandoc.get_pandoc_version())
read = {
    "pandoc markdown": by_pandoc(WORDS, "markdown"),
    "pandoc html": by_pandoc(PAGE, "html"),
    "pandoc gfm": by_pandoc(WORDS, "gfm"),
    "pandoc markdown-raw_html": by_pandoc(WORDS, "markdown-raw_html"),
    "lxml": lxml.html.fromstring(PAGE).text_content().strip(),
    "html.parser": BeautifulSoup(PAGE, "html.parser").get_text(),
    "markdown-it-py": unescape(MarkdownIt().render(WORDS).strip()[3:-4]),
}
for name, text in read.items():
    print(f"{name:26} {text}")
assert read.pop("pandoc markdown") == read.pop("pandoc html") == LOST, "pandoc keeps the words now"
assert set(read.values()) == {WORDS}
PY
venv/bin/python probe.py
echo "as described: words in angle brackets vanish"
