#!/usr/bin/env bash
# Versions: docx2txt 0.9, docx2python 3.7.1, python-docx 1.2.0, mammoth 1.13.0.
# Seen:     Word's non-breaking hyphen (Ctrl+Shift+hyphen) is an element, not a character. docx2txt and
#           docx2python drop it: 3-5年 becomes 35年 and 010-66 becomes 01066. python-docx writes "-",
#           mammoth U+2011.
# Guessed:  All of them write some hyphen; the only question was which one.
# Matters:  It is typed on purpose inside ranges, telephone and file numbers, to keep them on one line.
#           A term of 3-5 years that reads 35 years passes every check of figures against the source.
# Instead:  Put "-" for w:noBreakHyphen before reading, or use python-docx for the text of runs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0
cat > probe.py <<'PY'
import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

document = docx.Document()
paragraph = document.add_paragraph()
for child in parse_xml(
    f"<w:p {nsdecls('w')}><w:r><w:t>任期3</w:t><w:noBreakHyphen/><w:t>5年</w:t></w:r></w:p>"
):
    paragraph._p.append(child)
document.save("term.docx")
with open("term.docx", "rb") as file:
    by_mammoth = mammoth.extract_raw_text(file).value.strip()
with docx2python("term.docx") as found:
    by_docx2python = found.text.strip()
by_docx2txt = docx2txt.process("term.docx").strip()
by_docx = docx.Document("term.docx").paragraphs[0].text
print("python-docx", by_docx)
print("mammoth    ", by_mammoth)
print("docx2txt   ", by_docx2txt)
print("docx2python", by_docx2python)
assert by_docx == "任期3-5年"
assert by_mammoth == "任期3\u20115年"
assert by_docx2txt == "任期35年", "docx2txt keeps the hyphen now"
assert by_docx2python == "任期35年", "docx2python keeps the hyphen now"
PY
venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep -iE '^(python-docx|docx2txt|docx2python|mammoth) '
venv/bin/python probe.py
echo "as described: two readers make one number of a range"
