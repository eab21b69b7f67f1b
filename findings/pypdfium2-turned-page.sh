#!/usr/bin/env bash
# Versions: pypdfium2 5.15.2.
# Seen:     Of a page with /Rotate 90, get_size() gives the size as it is shown (842 by 595), while get_charbox() and
#           get_text_bounded() count on the page before it is turned. The line at the top of the page as shown
#           isn't found in its upper half, but in the lower one.
# Guessed:  Sizes and places of one page are in one system: what is rendered at the top is found at the top.
# Matters:  Scanners and printer drivers turn pages by /Rotate. Cutting off a page's head and foot, or telling raised
#           figures by their base line, takes other text: 10 of an upright line is read as an exponent.
# Instead:  Turn the places by page.get_rotation(), or by the angle of the characters, before comparing them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 numpy==2.4.6
cat > probe.py <<'PY'
from importlib.metadata import version

import pypdfium2

WORDS = "本办法自三月一日起施行"
content = f"BT /F1 12 Tf 0 1 -1 0 60 60 Tm <{WORDS.encode('gbk').hex()}> Tj ET"
objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate 90/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
    "<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R/DW 1000>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]"
    "/ItalicAngle 0/Ascent 752/Descent -271/CapHeight 737/StemV 58>>",
]
data, places = b"%PDF-1.7\n", []
for number, body in enumerate(objects, 1):
    places.append(len(data))
    data += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
table = "".join(f"{place:010d} 00000 n \n" for place in places)
data += (
    f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
).encode("ascii")

page = pypdfium2.PdfDocument(data)[0]
width, height = page.get_size()
shades = page.render(scale=1).to_numpy().min(axis=2)
dark = [y for y in range(len(shades)) if shades[y].min() < 128]
text = page.get_textpage()
upper, lower = text.get_text_bounded(0, height / 2, width, height), text.get_text_bounded(0, 0, width, height / 2)
print("pypdfium2", version("pypdfium2"), "size", (width, height), "rotation", page.get_rotation())
print("drawn at rows", dark[0], "to", dark[-1], "of", len(shades))
print("upper half:", repr(upper), "lower half:", repr(lower))
assert (width, height) == (842, 595)
assert dark[-1] < len(shades) / 2
assert (upper, lower) == ("", WORDS)
PY
venv/bin/python probe.py
