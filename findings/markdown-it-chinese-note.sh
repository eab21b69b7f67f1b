#!/usr/bin/env bash
# Versions: markdown-it-py 4.3.0 (without its footnote plugin).
# Seen:     A note at the end of a text, written "[1]: ..." or "[^1]: ...", is a link reference definition
#           for CommonMark as soon as what follows has no white space. An English note always has some
#           and stays a paragraph; a Chinese sentence has none, so the whole note vanishes: no token, no
#           line map, no text. A second Chinese sentence after a space brings it back.
# Guessed:  Without the plugin the note is an ordinary paragraph with its brackets, in either language.
# Matters:  Notes hold the sources and the limits of a figure ("excluding the reservoir zone"). They are
#           lost from the index with no error, and only in Chinese.
# Instead:  Turn the rule off for documents that are read and not shown (disable("reference")), or look in
#           env["references"] for definitions whose target is no address and read their lines as text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown-it-py==4.3.0
cat > probe.py <<'PY'
from importlib.metadata import version

from markdown_it import MarkdownIt


def shown(text, parser):
    return [token.content for token in parser.parse(text) if token.type == "inline"]


seen = {
    "[1]: This figure excludes the reservoir zone.": 1,
    "[1]: 本数据不含库区移民。": 0,
    "[^1]: 本数据不含库区移民。": 0,
    "[1]: 本数据不含库区移民。 以年报为准。": 1,
    "[1]：本数据不含库区移民。": 1,
}
print("markdown-it-py", version("markdown-it-py"))
for text, expected in seen.items():
    found = shown(text, MarkdownIt())
    print(text, "->", found)
    assert len(found) == expected, "notes are read otherwise now"
assert shown("[1]: 本数据不含库区移民。", MarkdownIt().disable("reference")), "the way out no longer works"
PY
venv/bin/python probe.py
echo "as described: a Chinese note vanishes, an English one stays"
