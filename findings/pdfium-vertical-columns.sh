#!/usr/bin/env bash
# Versions: pypdfium2 5.15.2, pypdf 7.1.0.
# Seen:     A page in vertical writing (CMap GBK-EUC-V) with two columns, written and read from right to
#           left. pdfium gives the left column first, so the text begins with its second half, and it
#           turns brackets into the code points of their vertical forms (︵ for （). pypdf keeps the order
#           and the brackets, but puts nothing between the columns.
# Guessed:  pdfium, which draws such pages rightly, reads the columns from right to left, and gives the
#           characters that the file holds.
# Matters:  Old gazettes and documents in traditional layout are vertical. The order of clauses is turned
#           round, and （五百） is not found as ︵五百︶.
# Instead:  Look at the font's encoding (a CMap name that ends in -V) before choosing the reader; sort
#           pdfium's columns by their x, right to left, and fold U+FE30 to U+FE48 with NFKC.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 pypdf==7.1.0
cat > probe.py <<'PY'
from importlib.metadata import version

import pypdf
import pypdfium2

COLUMNS = ["第一条罚款（五百）元。", "第二条另行规定。"]


def write(path, cmap, codec):
    shown = " ".join(
        f"1 0 0 1 {500 - 30 * n} 780 Tm <{text.encode(codec).hex()}> Tj" for n, text in enumerate(COLUMNS)
    )
    content = f"BT /F1 14 Tf {shown} ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{cmap}/DescendantFonts[6 0 R]>>",
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
    with open(path, "wb") as file:
        file.write(data)


write("gazette.pdf", "GBK-EUC-V", "gbk")
by_pdfium = pypdfium2.PdfDocument("gazette.pdf")[0].get_textpage().get_text_range().split()
by_pypdf = pypdf.PdfReader("gazette.pdf").pages[0].extract_text().split()
print("pypdfium2", version("pypdfium2"), by_pdfium)
print("pypdf", version("pypdf"), by_pypdf)
assert by_pdfium == ["第二条另行规定。", "第一条罚款︵五百︶元。"], "pdfium reads the columns otherwise now"
assert by_pypdf == ["".join(COLUMNS)], "pypdf reads the columns otherwise now"
PY
venv/bin/python probe.py
echo "as described: pdfium begins with the last column"
