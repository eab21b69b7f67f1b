#!/usr/bin/env bash
# Versions: mammoth 1.13.0, python-docx 1.2.0, LibreOffice 7.4.7 (Debian 12).
# Seen:     Three numbered headings of one list with paragraphs between them, 1. 2. 3. in Word, become three lists of
#           one item each: every heading is number 1 in HTML and "1." in Markdown. There is no start attribute.
# Guessed:  The list goes on behind the paragraph, by <ol start="2"> or by a number written out.
# Matters:  Measures and reports are built so: a numbered heading, then its text. "第3项要求" can no longer be told
#           from the first, and an answer that cites item 1 may mean any.
# Instead:  Count the numbers oneself from numPr and the numbering part, or let LibreOffice write them out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mammoth==1.13.0 python-docx==1.2.0
cat > probe.py <<'PY'
from importlib.metadata import version

import docx
import mammoth

document = docx.Document()
for words in ("加强领导", "明确分工", "严格考核"):
    document.add_paragraph(words, style="List Number")
    document.add_paragraph("各单位应当按照职责落实。")
document.save("list.docx")
with open("list.docx", "rb") as file:
    page = mammoth.convert_to_html(file).value
    file.seek(0)
    text = mammoth.convert_to_markdown(file).value
print("mammoth", version("mammoth"))
print(page)
print([line for line in text.splitlines() if line])
assert page.count("<ol>") == 3 and "start" not in page, "lists go on now"
assert text.count("1. ") == 3 and "2. " not in text
PY
venv/bin/python probe.py
soffice --version
soffice --headless -env:UserInstallation="file://$work/profile" \
    --convert-to 'txt:Text (encoded):UTF8' list.docx >/dev/null 2>&1
cat list.txt
grep -q '3\. *.*严格考核' list.txt
echo "as described: every heading of an interrupted list is number one"
