#!/usr/bin/env bash
# Versions: striprtf 0.0.35.
# Seen:     The number of a list item stands in an RTF file as text for readers that number nothing: in
#           {\listtext …} where Word writes it, in {\pntext …} where WordPad and other RichEdit boxes do.
#           striprtf keeps the first and drops the second: 2.迟报… comes out as 迟报…, with nothing said.
# Guessed:  Both are for plain readers, so both are kept, or both are dropped.
# Matters:  Notices pasted together in such a box keep their items and lose what they are cited by. Whoever
#           asks for the second item, or reads 违反前款第2项, is left without it.
# Instead:  Turn "{\pntext" into "{\listtext" before reading: what stands inside is written alike.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check striprtf==0.0.35
cat > probe.py <<'PY'
from striprtf.striprtf import rtf_to_text


def written(text: str) -> str:
    return "".join(f"\\u{ord(char)}?" for char in text)


HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\viewkind4\uc1 "
LEAD = rf"\pard\f0 {written('有下列情形之一的，予以通报：')}\par "
ITEMS = ("漏报险情；", "迟报险情超过两小时。")
by_richedit = "".join(
    rf"\pard{{\pntext\f0 {number}.\tab}}{{\*\pn\pnlvlbody\pnf0\pnstart1\pndec{{\pntxta.}}}}{written(item)}\par "
    for number, item in enumerate(ITEMS, 1)
)
by_word = "".join(
    rf"{{\listtext\pard\plain\f0 {number}.\tab}}\pard\ls1\f0 {written(item)}\par "
    for number, item in enumerate(ITEMS, 1)
)
for name, items in (("word", by_word), ("richedit", by_richedit)):
    print(f"{name:9}", rtf_to_text(f"{HEAD}{LEAD}{items}}}").strip().splitlines())
mended = by_richedit.replace(r"{\pntext", r"{\listtext")
print("mended   ", rtf_to_text(f"{HEAD}{LEAD}{mended}}}").strip().splitlines())
assert "2.\t迟报" in rtf_to_text(f"{HEAD}{by_word}}}")
assert "2." not in rtf_to_text(f"{HEAD}{by_richedit}}}"), "striprtf keeps the old number now"
assert "2.\t迟报" in rtf_to_text(f"{HEAD}{mended}}}")
PY
venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep -iE '^striprtf '
venv/bin/python probe.py
echo "as described: the number of an item is kept or lost by who wrote the file"
