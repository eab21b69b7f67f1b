#!/usr/bin/env bash
# Versions: Jinja2 3.1.6.
# Seen:     {{ text|truncate(20) }} cuts back to the last ASCII space within the limit. In a Chinese
#           article with one space, behind its number, all that is left is 第一条...; with the
#           ideographic space in the same place, and with no space, 17 characters are left.
# Guessed:  About 20 characters are left in each case, since Chinese has no spaces to cut at.
# Matters:  Lists of passages (search results, a message's preview) show nothing but article numbers,
#           and only for those files whose author typed the narrow space.
# Instead:  truncate(20, true), or cut at the last Chinese punctuation mark oneself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Jinja2==3.1.6
cat > probe.py <<'PY'
from importlib.metadata import version

import jinja2

body = "为了加强和改进基层治理，根据有关法律，结合本市实际，制定本办法。"
render = jinja2.Environment().from_string("{{ text|truncate(20) }}").render
whole = jinja2.Environment().from_string("{{ text|truncate(20, true) }}").render
print("Jinja2", version("Jinja2"))
seen = [render(text="第一条" + space + body) for space in ("", "\u3000", " ")]
for text in seen:
    print(repr(text))
assert [len(text) for text in seen] == [20, 20, 6], "it cuts elsewhere now"
assert seen[2] == "第一条..."
assert len(whole(text="第一条 " + body)) == 20
PY
venv/bin/python probe.py
echo "as described: one narrow space and only the number is left"
