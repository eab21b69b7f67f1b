#!/usr/bin/env bash
# Versions: antiword 0.37-16 (Debian 12); LibreOffice 7.4.7 makes the .doc; python-docx 1.2.0.
# Seen:     antiword reads every symbol character of a .doc by the table of the font Symbol, whatever
#           font it is in. The empty box of Wingdings 2 before 不同意 comes out as ≤, the ticked one as
#           a Greek capital Rho; Wingdings' box is a diamond. A real ≥ in Symbol is right, as luck has it.
# Guessed:  The box comes out as a box, as a question mark or not at all: no guess was a wrong,
#           plausible sign.
# Matters:  A form or an approval sheet quoted by a bot says ≤不同意. In a table of limits (a box before
#           5人) it even makes sense, as a bound that the document never set.
# Instead:  Convert .doc with LibreOffice and map its private-use characters by font; throw away a
#           comparison sign that antiword gives unless another reader has it too.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v antiword >/dev/null || apt-get install -qq -y --no-install-recommends antiword >/dev/null
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0
cat > make.py <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def words(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def symbol(font, code):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


document = docx.Document()
for inside in (
    symbol("Wingdings 2", "F052") + words("同意") + symbol("Wingdings 2", "F0A3") + words("不同意"),
    symbol("Wingdings", "F0A8") + words("不同意"),
    symbol("Symbol", "F0B3") + words("5人"),
):
    paragraph = document.add_paragraph()
    for child in parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"):
        paragraph._p.append(child)
for _ in range(20):  # antiword refuses a very short document
    document.add_paragraph("请在相应的方框内打勾，并于月底以前交回办公室汇总。")
document.save("form.docx")
PY
venv/bin/python make.py
soffice --headless -env:UserInstallation="file://$work/profile" --convert-to doc form.docx >/dev/null 2>&1
soffice --version
dpkg-query -W antiword
antiword -m UTF-8 -w 0 form.doc > form.txt
cat > look.py <<'PY'
lines = open("form.txt", encoding="utf-8").read().split()[:3]
print(lines)
assert lines == ["\u03a1同意≤不同意", "♦不同意", "≥5人"], "symbols are read otherwise now"
PY
venv/bin/python look.py
echo "as described: an empty box becomes a less-or-equal sign"
