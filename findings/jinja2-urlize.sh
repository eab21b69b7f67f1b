#!/usr/bin/env bash
# Versions: Jinja2 3.1.6.
# Seen:     The filter urlize splits a text at white space only. An address behind Chinese words or in
#           full-width brackets is no link at all; an address behind a space swallows all that follows
#           up to the next space: of "见 https://www.example.com/a，另见附件。" the link's target ends in
#           ，另见附件。
# Guessed:  A link begins at https:// wherever it stands, and ends before a Chinese comma or full stop,
#           as it does before an ASCII one.
# Matters:  Official texts give addresses without spaces around them. The source's link under an answer
#           leads nowhere, or words of the document are taken into it.
# Instead:  Find addresses by a pattern of ASCII characters only, and make the links oneself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Jinja2==3.1.6
cat > probe.py <<'PY'
import re
from importlib.metadata import version

import jinja2

render = jinja2.Environment().from_string("{{ text|urlize }}").render
seen = {
    "see https://www.example.com/a, and the annex.": ["https://www.example.com/a"],
    "见https://www.example.com/a。": [],
    "（https://www.example.com/a）": [],
    "见 https://www.example.com/a，另见附件。": ["https://www.example.com/a，另见附件。"],
}
print("Jinja2", version("Jinja2"))
for text, expected in seen.items():
    found = re.findall('href="([^"]*)"', render(text=text))
    print(text, "->", found)
    assert found == expected, "links are found otherwise now"
PY
venv/bin/python probe.py
echo "as described: no link, or one with the sentence in it"
