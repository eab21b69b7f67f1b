#!/usr/bin/env bash
# Versions: pandoc 3.9 (pypandoc-binary 1.17), mammoth 1.13.0, docx2python 3.7.1, LibreOffice 7.4.7.
# Seen:     Words that are struck through by one line are marked by all (<del>, <s>, <strike>). Struck through by
#           two lines, as drafts with changes often are, they are plain words to pandoc, mammoth and docx2python:
#           处以罚款五百元八百元。 LibreOffice alone marks both.
# Guessed:  A reader that knows the one knows the other; the two stand beside each other in Word's dialog and
#           in the standard.
# Matters:  The wording that was given up is read as the one in force, beside it and in front of it.
# Instead:  Look at w:strike and w:dstrike alike, in the run and in its styles.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    python-docx==1.2.0 pypandoc-binary==1.17 mammoth==1.13.0 docx2python==3.7.1
cat > probe.py <<'PY'
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import docx
import mammoth
import pypandoc
from docx2python import docx2python

document = docx.Document()
for double in (False, True):
    paragraph = document.add_paragraph("处以罚款")
    run = paragraph.add_run("五百元")
    run.font.strike, run.font.double_strike = (None, True) if double else (True, None)
    paragraph.add_run("八百元。")
document.save("a.docx")

office = ["soffice", f"-env:UserInstallation=file://{Path.cwd()}/profile", "--headless", "--convert-to", "html", "a.docx"]
subprocess.run(office, check=True, capture_output=True)
with open("a.docx", "rb") as file:
    by_mammoth = mammoth.convert_to_html(file).value
with docx2python("a.docx", html=True) as read:
    by_docx2python = read.text
pages = {
    "pandoc": pypandoc.convert_file("a.docx", "html"),
    "mammoth": by_mammoth,
    "docx2python": by_docx2python,
    "LibreOffice": Path("a.html").read_text("utf-8"),
}
print(*(f"{name} {version(name)}" for name in ("pypandoc-binary", "mammoth", "docx2python")))
print(subprocess.run(["soffice", "--version"], capture_output=True, text=True).stdout.strip())
struck = {}
for name, page in pages.items():
    lines = [line for line in re.split(r"</p>|\n\n", page) if "五百元" in line]
    struck[name] = [bool(re.search(r"<(?:s|del|strike)>五百元</", line)) for line in lines]
    print(name, "struck by one line:", struck[name][0], "by two:", struck[name][1])
assert struck == {
    "pandoc": [True, False], "mammoth": [True, False], "docx2python": [True, False], "LibreOffice": [True, True],
}, "some reader marks double lines otherwise now"
PY
venv/bin/python probe.py
echo "as described: words under two lines are in force to three readers of four"
