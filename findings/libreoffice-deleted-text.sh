#!/usr/bin/env bash
# Versions: LibreOffice 7.4.7 (Debian 12), python-docx 1.2.0, mammoth 1.13.0.
# Seen:     A draft in which 五百 was struck out and 八百 put in, with change tracking on, comes out of
#           a conversion to plain text as 罚款五百八百元: the deleted words stand right before the new
#           ones, without any mark. A moved phrase stands at both places. mammoth writes 罚款八百元.
# Guessed:  Plain text has no way to mark a deletion, so the exporter leaves deleted text out.
# Matters:  Drafts and consultation papers are sent round with tracked changes. A bot would quote
#           五百八百 byte for byte from its text, and the quotation would be of no version at all.
# Instead:  Accept or reject the changes before converting (take out w:del and w:moveFrom), or refuse
#           a file that holds any and say so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0
cat > make.py <<'PY'
import docx
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

by = 'w:author="clerk" w:date="2026-01-01T00:00:00Z"'
document = docx.Document()
for inside in (
    "<w:r><w:t>处以罚款</w:t></w:r>"
    f'<w:del w:id="1" {by}><w:r><w:delText>五百</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" {by}><w:r><w:t>八百</w:t></w:r></w:ins>'
    "<w:r><w:t>元。</w:t></w:r>",
    f'<w:moveFrom w:id="3" {by}><w:r><w:t>经批准，</w:t></w:r></w:moveFrom>'
    "<w:r><w:t>主管部门</w:t></w:r>"
    f'<w:moveTo w:id="4" {by}><w:r><w:t>经批准，</w:t></w:r></w:moveTo>'
    "<w:r><w:t>可以延长期限。</w:t></w:r>",
):
    paragraph = document.add_paragraph()
    for child in parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"):
        paragraph._p.append(child)
document.save("draft.docx")
with open("draft.docx", "rb") as file:
    raw = mammoth.extract_raw_text(file).value
print("mammoth:    ", raw.split())
assert "罚款八百元" in raw
PY
soffice --version
venv/bin/python make.py
soffice --headless -env:UserInstallation="file://$work/profile" \
    --convert-to 'txt:Text (encoded):UTF8' draft.docx >/dev/null 2>&1
cat > look.py <<'PY'
lines = open("draft.txt", encoding="utf-8-sig").read().split()
print("LibreOffice:", lines)
assert lines == ["处以罚款五百八百元。", "经批准，主管部门经批准，可以延长期限。"], "deleted text is handled otherwise now"
PY
venv/bin/python look.py
echo "as described: deleted and moved text is written out like any other"
