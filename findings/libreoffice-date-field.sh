#!/usr/bin/env bash
# Versions: LibreOffice 7.4.7 (Debian 12), python-docx 1.2.0.
# Seen:     A letter whose date is a Word DATE field in Chinese numerals (picture "EEEE年O月A日",
#           the one Word itself inserts) stores the text 二〇二一年三月五日. Converted to plain text,
#           the stored text is gone: LibreOffice writes the day of the conversion, and it writes the
#           year twice without a sign between (二〇二六二〇二六年十一月二十九日).
# Guessed:  A headless conversion keeps the stored result of a field, as a printout would; if it did
#           compute the field anew, it would at least write a well-formed date.
# Matters:  The date under a document decides which of two rules is in force. A bot that reads .docx
#           through LibreOffice quotes another date each day, and no reader can tell.
# Instead:  Read the stored runs of the field (python-docx gives them), or put them in place of the
#           field before converting; never take a date from converted text without that.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0
cat > make.py <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()
paragraph = document.add_paragraph()
run = "<w:r>{}</w:r>"
parts = [
    run.format("<w:t>印发日期：</w:t>"),
    run.format('<w:fldChar w:fldCharType="begin"/>'),
    run.format('<w:instrText xml:space="preserve"> DATE \\@ "EEEE年O月A日" </w:instrText>'),
    run.format('<w:fldChar w:fldCharType="separate"/>'),
    run.format("<w:t>二〇二一年三月五日</w:t>"),
    run.format('<w:fldChar w:fldCharType="end"/>'),
]
for child in parse_xml(f"<w:p {nsdecls('w')}>{''.join(parts)}</w:p>"):
    paragraph._p.append(child)
document.save("letter.docx")
print("stored:   ", docx.Document("letter.docx").paragraphs[0].text)
PY
soffice --version
venv/bin/python make.py
soffice --headless -env:UserInstallation="file://$work/profile" \
    --convert-to 'txt:Text (encoded):UTF8' letter.docx >/dev/null 2>&1
cat > look.py <<'PY'
import re

text = open("letter.txt", encoding="utf-8-sig").read().strip()
print("converted:", text)
assert "二〇二一年三月五日" not in text, "the stored date is kept now"
assert re.search(r"：([〇一二三四五六七八九]{4})\1年", text), "the year is no longer written twice"
PY
venv/bin/python look.py
echo "as described: the stored date is replaced, and the year doubled"
