#!/usr/bin/env bash
# Versions: docx2python 3.7.1, python-docx 1.2.0.
# Seen:     docx2python writes list labels of its own: an automatic 第1条 comes out as "1)". The numbers
#           of the Chinese formats (chineseCounting, chineseCountingThousand, circled digits,
#           full-width digits) all become the same "--", so 第一条, 第二条 and so on can't be told apart.
#           It is said by a Python warning only.
# Guessed:  The label's own text (第…条) is kept and at worst the number inside is Arabic.
# Matters:  In a statute whose articles are numbered by Word, no article has a number any more: a bot can
#           quote the sentence but can't say of which article it is, nor find "第十二条" when asked.
# Instead:  Count the lists oneself from numbering.xml (lvlText and numFmt), or convert with LibreOffice,
#           whose text export writes 第一条; turn the warning into an error.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0 docx2python==3.7.1
cat > probe.py <<'PY'
import warnings

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

xml = nsdecls("w")
document = docx.Document()
numbering = document.part.numbering_part.element
kinds = [("decimal", "第%1条"), ("chineseCounting", "第%1条"), ("chineseCountingThousand", "（%1）"),
         ("decimalEnclosedCircleChinese", "%1"), ("decimalFullWidth", "%1．")]
for number, (kind, label) in enumerate(kinds, 101):
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {xml} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{label}"/>'
        '<w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'))
    numbering.append(parse_xml(
        f'<w:num {xml} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    paragraph = document.add_paragraph(f"本条规定一件事（{kind}）。")
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {xml}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))
document.save("law.docx")
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    with docx2python("law.docx") as found:
        lines = [line.strip() for line in found.text.splitlines() if line.strip()]
labels = [line.split("\t")[0] for line in lines]
for (kind, _), line in zip(kinds, lines):
    print(f"{kind:30}", repr(line))
print(len(said), "warnings")
assert labels[1:] == ["--"] * 4, "Chinese numbers are written now"
assert labels[0] == "1)", "the Arabic label is written otherwise now"
PY
venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep -iE '^(python-docx|docx2python) '
venv/bin/python probe.py
echo "as described: every Chinese list number is written as --"
