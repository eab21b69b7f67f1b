#!/usr/bin/env bash
# Versions: python-docx 1.2.0, mammoth 1.13.0, docx2txt 0.9.
# Seen:     Word's phonetic guide (w:ruby) over one character: python-docx and mammoth drop the note and
#           the character that it stands over, so 犍为县 becomes 为县. docx2txt keeps both and puts
#           the note in front (qián犍为县).
# Guessed:  The base character is kept, and the note is dropped or follows it, as in HTML.
# Matters:  The characters that get a guide are those of rare place and family names. The name that a
#           bot must quote is cut, and a search for the right name finds nothing.
# Instead:  Read w:rubyBase as text and w:rt as a note behind it, before the paragraph's text is taken.
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

document = docx.Document()
paragraph = document.add_paragraph()
for child in parse_xml(
    f"<w:p {nsdecls('w')}><w:r><w:ruby><w:rubyPr><w:rubyAlign w:val='center'/><w:hps w:val='10'/>"
    "<w:hpsRaise w:val='18'/><w:hpsBaseText w:val='21'/><w:lid w:val='zh-CN'/></w:rubyPr>"
    "<w:rt><w:r><w:t>qián</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>犍</w:t></w:r></w:rubyBase>"
    "</w:ruby></w:r><w:r><w:t>为县</w:t></w:r></w:p>"
):
    paragraph._p.append(child)
document.save("name.docx")
with open("name.docx", "rb") as file:
    by_mammoth = mammoth.extract_raw_text(file).value.strip()
by_docx = docx.Document("name.docx").paragraphs[0].text
by_docx2txt = docx2txt.process("name.docx").strip()
print("python-docx", by_docx)
print("mammoth    ", by_mammoth)
print("docx2txt   ", by_docx2txt)
assert by_docx == "为县", "python-docx reads the guide otherwise now"
assert by_mammoth == "为县", "mammoth reads the guide otherwise now"
assert by_docx2txt == "qián犍为县", "docx2txt reads the guide otherwise now"
PY
venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep -iE '^(python-docx|docx2txt|mammoth) '
venv/bin/python probe.py
echo "as described: the character under the guide is lost with it"
