#!/usr/bin/env bash
# Versions: ofdkit 0.2.0 (OFD, GB/T 33190-2016).
# Seen:     Objects with Visible="false" or Alpha="0" are kept in the file and not shown.
#           Their text is given like any other: 罚款八百元, which nobody sees, follows 罚款五百元.
# Guessed:  Text is what the page shows, as readers of Word leave out hidden runs.
# Matters:  Editors of OFD hide what was replaced instead of removing it. The old amount is quoted as the new one.
# Instead:  Look at Visible and Alpha of an object and of the groups that hold it.
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

shown = row(20, 20, "罚款五百元", "g 4 5")
for hidden in ('Visible="false"', 'Alpha="0"'):
    seen = text_of(shown + row(20, 30, "罚款八百元", "g 4 5", hidden))
    print(hidden, repr(seen))
    assert seen.split() == ["罚款五百元", "罚款八百元"]
PY
venv/bin/python probe.py
