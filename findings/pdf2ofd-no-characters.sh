#!/usr/bin/env bash
# Versions: pdf2ofd 0.1.0 (OFD, GB/T 33190-2016), reportlab 5.1.0, ofdkit 0.2.0, pypdfium2 5.15.2.
# Seen:     An OFD file that pdf2ofd makes of a PDF shows the same page and holds no character: each letter is a
#           PathObject, there is no TextObject, no font, and no picture either. ofdkit reads an empty text. The
#           PDF's own text is whole.
# Guessed:  Text of a PDF becomes text of the OFD; the standard has an object for it, with a place for each character.
# Matters:  Offices must file OFD, and such a file looks perfect. Nothing in it can be found, quoted or copied, and
#           a reader that looks for pages of pictures finds none to recognise.
# Instead:  Keep the PDF beside it and index that one. A page of many PathObjects without text or pictures wants to be
#           rendered first, then recognised; say so rather than call the file empty.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    pdf2ofd==0.1.0 reportlab==5.1.0 ofdkit==0.2.0 pypdfium2==5.15.2
cat > probe.py <<'PY'
import zipfile
from importlib.metadata import version

import ofdkit
import pypdfium2
from pdf2ofd import convert
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WORDS = "全县完成投资24.7亿元，同比增长5.5%。"
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
canvas = Canvas("a.pdf")
canvas.setFont("STSong-Light", 14)
canvas.drawString(60, 700, WORDS)
canvas.save()
convert("a.pdf", "a.ofd", verbose=False)

of_pdf = pypdfium2.PdfDocument("a.pdf")[0].get_textpage().get_text_bounded().strip()
document = ofdkit.open("a.ofd")
of_ofd = (document.text() if callable(document.text) else document.text).strip()
package = zipfile.ZipFile("a.ofd")
pages = "".join(package.read(name).decode() for name in package.namelist() if name.endswith("Content.xml"))
counts = {kind: pages.count(f"<ofd:{kind} ") for kind in ("TextObject", "ImageObject", "PathObject")}
print(*(f"{name} {version(name)}" for name in ("pdf2ofd", "reportlab", "ofdkit", "pypdfium2")))
print("PDF:", repr(of_pdf), "OFD:", repr(of_ofd), counts)
assert of_pdf == WORDS
assert of_ofd == "", "there is text in the OFD file now"
assert counts["TextObject"] == counts["ImageObject"] == 0 and counts["PathObject"] >= len(WORDS)
PY
venv/bin/python probe.py
echo "as described: the page is drawn, and nothing on it is a character"
