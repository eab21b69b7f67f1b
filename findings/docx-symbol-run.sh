#!/usr/bin/env bash
# Versions: python-docx 1.2.0, docx2txt 0.9, mammoth 1.13.0.
# Seen:     Word's "insert symbol" stores a character of the Symbol or Wingdings font as an element of
#           its own (w:sym). python-docx and docx2txt drop it in silence: ≥5人 becomes 5人, 20°C
#           becomes 20C, and a form's ticked and empty boxes both vanish, so that ☑同意□不同意 reads
#           同意不同意. mammoth alone gives Unicode for all of them.
# Guessed:  The text of a run has some stand-in for a symbol, a private-use character or a mark.
# Matters:  ≥ and ≤ carry a rule's direction, a tick carries the decision. Both are lost before
#           any comparison of claim and source could notice.
# Instead:  Map w:sym by font and code (mammoth has the table), and leave a visible mark, never
#           nothing, for a pair that the table lacks.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0 docx2txt==0.9 mammoth==1.13.0
cat > probe.py <<'PY'
import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def words(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def symbol(font, code):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


document = docx.Document()
for inside in (
    words("工作人员") + symbol("Symbol", "F0B3") + words("5人，温度20") + symbol("Symbol", "F0B0") + words("C"),
    symbol("Wingdings 2", "F052") + words("同意") + symbol("Wingdings 2", "F0A3") + words("不同意"),
):
    paragraph = document.add_paragraph()
    for child in parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"):
        paragraph._p.append(child)
document.save("form.docx")

with open("form.docx", "rb") as file:
    by_mammoth = mammoth.extract_raw_text(file).value.split()
by_docx = [paragraph.text for paragraph in docx.Document("form.docx").paragraphs]
by_docx2txt = docx2txt.process("form.docx").split()
print("mammoth    ", by_mammoth)
print("python-docx", by_docx)
print("docx2txt   ", by_docx2txt)
lost = ["工作人员5人，温度20C", "同意不同意"]
assert by_docx == lost, "python-docx reads symbols otherwise now"
assert by_docx2txt == lost, "docx2txt reads symbols otherwise now"
assert by_mammoth == ["工作人员≥5人，温度20°C", "☑同意□不同意"], "mammoth reads symbols otherwise now"
PY
venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep -iE '^(python-docx|docx2txt|mammoth) '
venv/bin/python probe.py
echo "as described: two of three readers drop symbols in silence"
