#!/usr/bin/env bash
# Versions: LibreOffice 7.4.7 (Debian 12), python-docx 1.2.0, mammoth 1.13.0, docx2txt 0.9.
# Seen:     A fraction that was typed with Word's equation editor (an inline m:oMath of 2 over 3) is
#           gone from all four readings: 应当由 2/3 以上的代表同意 becomes 应当由以上的代表同意. The
#           digits are plain m:t text in the file, yet not even LibreOffice's text export has them.
# Guessed:  An equation's characters come out in a row (23, or 2/3), since the file holds them as text.
# Matters:  Voting rules and quotas are fractions. What is left still reads as a sentence, so a bot
#           quotes a rule without its threshold and every byte of the quotation is in its source.
# Instead:  Walk the paragraph in document order and write m:f as numerator/denominator; where a
#           paragraph holds any other m:oMath, mark the place as unreadable.
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

math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
document = docx.Document()
paragraph = document.add_paragraph()
for child in parse_xml(
    f"<w:p {nsdecls('w')} {math}><w:r><w:t>应当由</w:t></w:r>"
    "<m:oMath><m:f><m:num><m:r><m:t>2</m:t></m:r></m:num>"
    "<m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"
    "<w:r><w:t>以上的代表同意。</w:t></w:r></w:p>"
):
    paragraph._p.append(child)
document.save("vote.docx")
PY
soffice --version
venv/bin/python make.py
soffice --headless -env:UserInstallation="file://$work/profile" \
    --convert-to 'txt:Text (encoded):UTF8' vote.docx >/dev/null 2>&1
cat > look.py <<'PY'
import docx
import docx2txt
import mammoth

with open("vote.docx", "rb") as file:
    by_mammoth = mammoth.extract_raw_text(file).value
read = {
    "LibreOffice": open("vote.txt", encoding="utf-8-sig").read(),
    "python-docx": docx.Document("vote.docx").paragraphs[0].text,
    "mammoth": by_mammoth,
    "docx2txt": docx2txt.process("vote.docx"),
}
for name, text in read.items():
    print(f"{name:12}", text.strip())
    assert text.strip() == "应当由以上的代表同意。", f"{name} reads the fraction now"
PY
venv/bin/python look.py
echo "as described: the fraction is lost in all four"
