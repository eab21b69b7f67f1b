#!/usr/bin/env bash
# Versions: ofdkit 0.2.0 (OFD, GB/T 33190-2016).
# Seen:     One text object may hold the cells of a row, with a wide step (DeltaX) between them: a 3, then 40 mm
#           to the right 510.68. The text is 3510.68; 春耕 and 3 become 春耕3. Without a warning.
# Guessed:  A reader that lays out a page by the places of its text sees the gap inside an object as well, and
#           writes a space or a tab.
# Matters:  Quantity and price of an invoice or a table are read as one amount a thousand times too large.
# Instead:  Add up the steps: where one is much wider than the character before it, the object is two.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ofdkit==0.2.0
cat > probe.py <<'PY'
import io
import zipfile
from importlib.metadata import version

import ofdkit

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text_of(objects):
    """What ofdkit reads of a one-page OFD file with these text objects."""
    files = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID='1' BaseLoc='Page.xml'/>"
        "</ofd:Pages></ofd:Document>",
        "Doc_0/Page.xml": f"<ofd:Page {NS}><ofd:Content><ofd:Layer ID='2'>{objects}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    with zipfile.ZipFile("a.ofd", "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    document = ofdkit.open("a.ofd")
    return document.text() if callable(document.text) else document.text


def row(x, y, words, steps, more=""):
    """A text object at this place in millimetres, letters of 5; the steps lead from one character to the next."""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} 180 8" Size="5" {more}>'
        f'<ofd:TextCode X="0" Y="5" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
    )


print("ofdkit", version("ofdkit"))

figures = text_of(row(20, 20, "3510.68", "40 2.5 2.5 2.5 2.5 2.5"))
words = text_of(row(20, 20, "春耕3510.68", "5 30 40 2.5 2.5 2.5 2.5 2.5"))
print(repr(figures), repr(words))
assert figures.strip() == "3510.68"
assert words.strip() == "春耕3510.68"
PY
venv/bin/python probe.py
