#!/usr/bin/env bash
# Versions: pypdfium2 5.15.2 (pdfium 150).
# Seen:     Where a PDF states what a character stands for (/ActualText, as Chromium does for a 一 that its font draws
#           like the radical ⼀, and for ligatures) the box that pdfium calls loose, the room of a character in its row, is the
#           ink alone: of 一 in letters of 14 points 1 point. The same glyph without it has a room of 14.
# Guessed:  The loose box is as high as the letters, whatever is said beside them; that is what tells it from the
#           tight one.
# Matters:  Who puts rows together by the height and the middle of their boxes takes a row that begins with 一是 or 一、
#           for another one than its own: paragraphs of a printed notice are cut there, and figures lose their sentence.
# Instead:  Where loose and tight box are the same, take the room from the character's origin and the stated
#           size of its letters.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypdfium2==5.15.2
cat > probe.py <<'PY'
from importlib.metadata import version

import pypdfium2

BAR = b"1000 0 40 -410 960 -340 d1 40 -410 920 70 re f"  # a stroke, as 一 is
BOX = b"1000 0 60 -800 940 60 d1 60 -800 880 860 re f"  # a full square, as 国 is
NAMES = (
    b"/CIDInit /ProcSet findresource begin begincmap /CMapName /M def 1 begincodespacerange <00><FF> "
    b"endcodespacerange 2 beginbfchar <61><4E00> <62><56FD> endbfchar endcmap end"
)
TEXT = b"BT /F 14 Tf 72 700 Td /Span << /ActualText <FEFF4E00> >> BDC (a) Tj EMC (ba) Tj ET"


def stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


OBJECTS = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
    stream(TEXT),
    b"<< /Type /Font /Subtype /Type3 /FontBBox [40 120 960 -880] /FontMatrix [0.001 0 0 -0.001 0 0] /FirstChar 97 "
    b"/LastChar 98 /Widths [1000 1000] /CharProcs << /a 6 0 R /b 7 0 R >> /ToUnicode 8 0 R "
    b"/Encoding << /Type /Encoding /Differences [97 /a /b] >> /Resources << >> >>",
    stream(BAR),
    stream(BOX),
    stream(NAMES),
]
file, places = b"%PDF-1.7\n", []
for number, body in enumerate(OBJECTS, 1):
    places.append(len(file))
    file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
table = len(file)
file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(OBJECTS) + 1)
file += b"".join(b"%010d 00000 n \n" % place for place in places)
file += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(OBJECTS) + 1, table)

text = pypdfium2.PdfDocument(file)[0].get_textpage()
read = text.get_text_range()
print("pypdfium2", version("pypdfium2"), read)
assert read == "一国一"
heights = []
for at, char in enumerate(read):
    loose, tight = text.get_charbox(at, loose=True), text.get_charbox(at)
    heights.append(loose[3] - loose[1])
    print(char, "loose", [round(edge, 1) for edge in loose], "tight", [round(edge, 1) for edge in tight])
assert heights[0] < 2, "a character with an ActualText has the room of its letters now"
assert heights[1] == heights[2] > 13, "the others have another room now"
PY
venv/bin/python probe.py
echo "as described: the room of a character with an ActualText is its ink"
