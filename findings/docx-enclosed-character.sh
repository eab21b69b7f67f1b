#!/usr/bin/env bash
# Versions: LibreOffice 7.4.7 (Debian 12), python-docx 1.2.0, mammoth 1.13.0, docx2txt 0.9.
# Seen:     Word's "enclose characters" writes the circled character inside the code of an EQ field and
#           stores no result. All four readings lose it: a circled 特 before 急 leaves 急.
# Guessed:  At least LibreOffice, which lays out the page, shows the character.
# Matters:  特急 and 急 are two different degrees of urgency of an official letter, with other time
#           limits. The weaker one is left, and it is a valid one.
# Instead:  Parse field codes that begin with EQ \o and take the text of their last argument; treat an
#           EQ field that can't be parsed as a gap, not as nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0 docx2txt==0.9
cat > make.py <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()
paragraph = document.add_paragraph()
for child in parse_xml(
    f"<w:p {nsdecls('w')}><w:r><w:t>紧急程度：</w:t></w:r>"
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> eq \\o\\ac(○,特) </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>急</w:t></w:r></w:p>'
):
    paragraph._p.append(child)
document.save("letter.docx")
PY
soffice --version
venv/bin/python make.py
soffice --headless -env:UserInstallation="file://$work/profile" \
    --convert-to 'txt:Text (encoded):UTF8' letter.docx >/dev/null 2>&1
cat > look.py <<'PY'
import docx
import docx2txt
import mammoth

with open("letter.docx", "rb") as file:
    by_mammoth = mammoth.extract_raw_text(file).value
read = {
    "LibreOffice": open("letter.txt", encoding="utf-8-sig").read(),
    "python-docx": docx.Document("letter.docx").paragraphs[0].text,
    "mammoth": by_mammoth,
    "docx2txt": docx2txt.process("letter.docx"),
}
for name, text in read.items():
    print(f"{name:12}", text.strip())
    assert text.strip() == "紧急程度：急", f"{name} reads the enclosed character now"
PY
venv/bin/python look.py
echo "as described: 特急 is read as 急 by all four"
