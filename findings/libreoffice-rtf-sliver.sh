#!/usr/bin/env bash
# Versions: LibreOffice 7.4.7, python-docx 1.2.0.
# Seen:     A table of four columns with one merged cell, saved as RTF by LibreOffice and turned into .docx by
#           the same LibreOffice, has a fifth column, one twentieth of a point wide. python-docx says each
#           row has five cells: 2023年 stands twice in the head, and in the total 2024's figure stands under the
#           second 2023年. By way of .doc or straight there are four columns.
# Guessed:  What a program wrote itself it reads back with the same columns; a rounding error is no column.
# Matters:  RTF is what old systems of offices export. A figure is cited for another year, in a row that looks sound.
# Instead:  Add up the widths of w:gridCol and take edges that lie closer than a character for one edge before
#           counting columns; don't count cells.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0
soffice --version
convert() { soffice --headless -env:UserInstallation="file://$work/profile" --convert-to "$2" --outdir "$3" "$1" >/dev/null 2>&1; }
cat > table.fodt <<'FODT'
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<table:table table:name="T"><table:table-column table:number-columns-repeated="4"/>
<table:table-row><table:table-cell><text:p>项目</text:p></table:table-cell><table:table-cell><text:p>2022年</text:p></table:table-cell><table:table-cell><text:p>2023年</text:p></table:table-cell><table:table-cell><text:p>2024年</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>收入</text:p></table:table-cell><table:table-cell><text:p>5</text:p></table:table-cell><table:table-cell><text:p>5</text:p></table:table-cell><table:table-cell><text:p>6</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>合计</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>16</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>8</text:p></table:table-cell></table:table-row>
</table:table></office:text></office:body></office:document>
FODT
convert table.fodt docx straight
convert table.fodt rtf rtf && convert rtf/table.rtf docx by-rtf
convert table.fodt doc doc && convert doc/table.doc docx by-doc
cat > probe.py <<'PY'
import docx

read = {}
for way in ("straight", "by-doc", "by-rtf"):
    table = docx.Document(f"{way}/table.docx").tables[0]
    read[way] = [[cell.text for cell in row.cells] for row in table.rows]
    widths = [column.width for column in table.columns]
    print(way, "widths in twentieths of a point:", [round(width / 635) for width in widths])
    for row in read[way]:
        print("  ", row)
FOUR = [["项目", "2022年", "2023年", "2024年"], ["收入", "5", "5", "6"], ["合计", "16", "16", "8"]]
assert read["straight"] == read["by-doc"] == FOUR
assert read["by-rtf"] == [
    ["项目", "2022年", "2023年", "2023年", "2024年"], ["收入", "5", "5", "5", "6"], ["合计", "16", "16", "8", "8"],
], "the table that comes by RTF has other columns now"
PY
venv/bin/python probe.py
echo "as described: by way of RTF a figure stands under another year"
