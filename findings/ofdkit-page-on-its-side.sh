#!/usr/bin/env bash
# Versions: ofdkit 0.2.0 (OFD, GB/T 33190-2016).
# Seen:     A landscape table on a portrait page is drawn with CTM="0 1 -1 0 0 0": its first row is the rightmost.
#           The rows come last first, in one paragraph: 交接时填写日志。值班人员每日八时交接,值班制度.
# Guessed:  A reader that sorts by place looks at the matrix of an object first, or keeps the order of the file,
#           which is right here.
# Matters:  A sentence goes on in the row before it; clauses and figures of a turned page change places.
# Instead:  Tell the way that text runs from the matrix and the steps, and turn the page before sorting.
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

rows = ["值班制度", "值班人员每日八时交接,", "交接时填写日志。"]
turned = "".join(
    f'<ofd:TextObject ID="9" Boundary="{180 - 12 * n} 20 200 8" Size="5" CTM="0 1 -1 0 0 0">'
    f'<ofd:TextCode X="0" Y="-2" DeltaX="g {len(words) - 1} 5">{words}</ofd:TextCode></ofd:TextObject>'
    for n, words in enumerate(rows)
)
seen = text_of(turned)
print(repr(seen))
assert "".join(seen.split()) == "".join(reversed(rows))
PY
venv/bin/python probe.py
