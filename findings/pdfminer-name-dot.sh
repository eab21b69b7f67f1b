#!/usr/bin/env bash
# Versions: pdfminer.six 20260107, pypdf 7.1.0.
# Seen:     In a PDF whose font has the predefined CMap UniGB-UCS2-H (one of those
#           for fonts that are not embedded), pdfminer.six drops the middle dot U+00B7 without a warning.
#           With UniGB-UTF16-H, and with pypdf in both, it is there.
# Guessed:  Both CMaps map the same characters, all the more one that stands in GB 2312.
# Matters:  The dot parts the names of many people from minorities and of foreigners. Two names run into
#           one, and the name as it is written in the question isn't found.
# Instead:  Read with another library where a font's Encoding is UniGB-UCS2-H, or compare the number of
#           codes shown with the number of characters read.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pdfminer.six==20260107 pypdf==7.1.0
cat > probe.py <<'PY'
from importlib.metadata import version

import pypdf
from pdfminer.high_level import extract_text

NAME = "作者：甲乙·丙丁"


def write(path, cmap):
    content = f"BT /F1 14 Tf 50 780 Td <{NAME.encode('utf-16-be').hex()}> Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{cmap}/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        "<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R/DW 1000>>",
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
    with open(path, "wb") as file:
        file.write(data)


print("pdfminer.six", version("pdfminer.six"), "pypdf", version("pypdf"))
seen = {}
for cmap in ("UniGB-UCS2-H", "UniGB-UTF16-H"):
    write("paper.pdf", cmap)
    seen[cmap] = extract_text("paper.pdf").strip(), pypdf.PdfReader("paper.pdf").pages[0].extract_text().strip()
    print(cmap, "pdfminer.six:", seen[cmap][0], "pypdf:", seen[cmap][1])
assert seen["UniGB-UCS2-H"] == (NAME.replace("·", ""), NAME), "the dot is read otherwise now"
assert seen["UniGB-UTF16-H"] == (NAME, NAME)
PY
venv/bin/python probe.py
echo "as described: the dot inside the name is lost"
