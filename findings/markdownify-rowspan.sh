#!/usr/bin/env bash
# Versions: markdownify 1.2.3, html2text 2025.4.15.
# Seen:     In an HTML table whose first cell spans two rows, both converters write the second row from
#           its own first cell: the amount 300 of the row 教育/初中 moves from the column of amounts into
#           that of the schools, and 初中 into that of the fields. colspan is honoured by markdownify.
# Guessed:  The spanned cell is repeated or left empty; each value stays under its heading.
# Matters:  Official tables group rows by a spanning first column almost always. A bot that reads a row by
#           its headings pairs every figure with the wrong one, and all words are from the source.
# Instead:  Lay the table out on a grid before converting: repeat a spanning cell in each of its rows
#           and columns, then write Markdown.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdownify==1.2.3 html2text==2025.4.15
cat > probe.py <<'PY'
from importlib.metadata import version

import html2text
import markdownify

PAGE = (
    "<table><tr><th>领域</th><th>学校</th><th>万元</th></tr>"
    "<tr><td rowspan='2'>教育</td><td>小学</td><td>200</td></tr>"
    "<tr><td>初中</td><td>300</td></tr></table>"
)


def rows(markdown):
    lines = [line for line in markdown.splitlines() if line.strip() and "---" not in line]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


print("markdownify", version("markdownify"), "html2text", version("html2text"))
by_markdownify = rows(markdownify.markdownify(PAGE))
by_html2text = rows(html2text.HTML2Text().handle(PAGE))
for name, found in (("markdownify", by_markdownify), ("html2text", by_html2text)):
    print(f"{name:11}", found)
    assert found[1] == ["教育", "小学", "200"]
    assert found[2][:2] == ["初中", "300"], f"{name} honours rowspan now"
PY
venv/bin/python probe.py
echo "as described: the second row stands one column too far to the left"
