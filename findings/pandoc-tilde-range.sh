#!/usr/bin/env bash
# Versions: pandoc 3.9 (pypandoc-binary 1.17).
# Seen:     In Markdown, two ranges in one Chinese sentence are a subscript: 工期3~5天，最长7~10天 becomes
#           3<sub>5天，最长7</sub>10天, in plain text 3_(5天，最长7)10天, and in Word the words between are set
#           small and low, so that it reads as 工期35天，最长710天. One range alone stays. As GitHub's Markdown
#           (-f gfm) the ranges stay, but 价格为$500，运费为$80 becomes a formula without its dollar signs.
# Guessed:  ~ between two digits is a tilde; pandoc's subscripts end at white space for that very reason.
# Matters:  The guards against such accidents are spaces, and a Chinese sentence has none. 3~5天 is how people
#           and chat models write ranges, so an answer that is exported loses the marks of its figures.
# Instead:  -f markdown-subscript-superscript-strikeout-tex_math_dollars, or put a backslash before ~ ^ $.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc-binary==1.17 docx2txt==0.9
cat > probe.py <<'PY'
from importlib.metadata import version

import docx2txt
import pypandoc

RANGES, ONE, MONEY = "工期3~5天，最长7~10天。", "工期3~5天。", "价格为$500，运费为$80。"


def turned(text, target, source="markdown"):
    return pypandoc.convert_text(text, target, format=source, extra_args=["--wrap=none"]).strip()


print("pypandoc-binary", version("pypandoc-binary"), "pandoc", pypandoc.get_pandoc_version())
html, plain, escaped = turned(RANGES, "html"), turned(RANGES, "plain"), turned(RANGES.replace("~", r"\~"), "plain")
pypandoc.convert_text(RANGES, "docx", format="markdown", outputfile="a.docx")
word = docx2txt.process("a.docx").strip()
spaced, money = turned("Takes 3~5 days, at most 7~10 days.", "plain"), turned(MONEY, "html", "gfm")
for shown in (html, plain, word, escaped, spaced, money):
    print(shown)
assert html == "<p>工期3<sub>5天，最长7</sub>10天。</p>", "two ranges are two ranges now"
assert plain == "工期3_(5天，最长7)10天。"
assert word == "工期35天，最长710天。"
assert turned(ONE, "plain") == ONE
assert escaped == RANGES
assert spaced == "Takes 3~5 days, at most 7~10 days."
assert turned(RANGES, "plain", "gfm") == RANGES
assert "$" not in money and 'class="math inline"' in money, "dollars of a Chinese sentence stay now"
PY
venv/bin/python probe.py
echo "as described: a Chinese sentence with two ranges has a subscript, with two prices a formula"
