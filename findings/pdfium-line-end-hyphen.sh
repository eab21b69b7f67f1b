#!/usr/bin/env bash
# Versions: pypdfium2 5.15.2 (pdfium 150), pypdf 7.1.0, reportlab 5.1.0.
# Seen:     Where a line ends in a minus sign or hyphen and the next begins with 5度, pdfium joins the two lines and
#           writes U+FFFE, a code point that is no character and that nothing shows, in place of the sign:
#           the text prints as 冷库温度为5度. The same for COVID- / 19 and A- / B. pypdf keeps the hyphen.
# Guessed:  A hyphen at the end of a line is in the text, as in the middle of one; a soft hyphen at most
#           is dropped.
# Matters:  A temperature, a change or a balance loses its sign, and a bot quotes the opposite of what the page
#           says. Text is usually stripped of what isn't printable, so nothing is left to notice it by.
# Instead:  Put a hyphen where U+FFFE stands, except between two small letters of an English word.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 pypdf==7.1.0 reportlab==5.1.0
cat > probe.py <<'PY'
from importlib.metadata import version

import pypdf
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
page = canvas.Canvas("a.pdf")
page.setFont("STSong-Light", 14)
for row, text in enumerate(("冷库温度为-", "5度，当日余额为-", "300元。接种COVID-", "19疫苗。")):
    page.drawString(72, 700 - 20 * row, text)
page.save()

for name in ("pypdfium2", "pypdf"):
    print(name, version(name))
theirs = pypdf.PdfReader("a.pdf").pages[0].extract_text()
seen = pypdfium2.PdfDocument("a.pdf")[0].get_textpage().get_text_range()
print("pypdf: ", repr(theirs))
print("pdfium:", repr(seen))
printed = "".join(char for char in seen if char.isprintable())
print("shown: ", printed)
assert theirs.count("-") == 3, "pypdf reads hyphens otherwise now"
assert "\ufffe" in seen and "温度为5度" in printed and "余额为300元" in printed, "pdfium keeps hyphens at line ends now"
PY
venv/bin/python probe.py
echo "as described: a minus sign at the end of a line is no character any more"
