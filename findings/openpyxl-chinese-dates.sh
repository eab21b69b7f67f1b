#!/usr/bin/env bash
# Versions: openpyxl 3.1.5, python-calamine 0.9.1.
# Seen:     The OOXML standard reserves the number formats 27 to 36 and 50 to 58 for dates in East Asian
#           versions, and a file may use them by number alone (31 is yyyy年m月d日 in the Chinese one).
#           openpyxl takes them for General: the cell's value is the integer 46086, is_date is False.
#           The weekday format [$-804]aaaa gives an integer too. calamine gives a date for all of the
#           reserved ones.
# Guessed:  openpyxl knows all built-in formats, as it does 14 (mm-dd-yy), and returns a datetime.
# Matters:  A table of dates of issue turns into five-digit numbers, which a bot may quote as amounts.
# Instead:  Add the reserved numbers to the date styles oneself (the style of the cell keeps its number,
#           cell._style.numFmtId), or read values with calamine.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
cat > probe.py <<'PY'
import re
import zipfile
from importlib.metadata import version

import openpyxl
import python_calamine

RESERVED = [14, 27, 28, 30, 31, 36, 50, 57, 58]
book = openpyxl.Workbook()
for row, number in enumerate(RESERVED, 1):
    book.active.cell(row, 1, 46086).number_format = "0.00"
book.active.cell(len(RESERVED) + 1, 1, 46086).number_format = "[$-804]aaaa"
book.save("plain.xlsx")
# The same workbook with the reserved formats, as they stand in a file that uses them by number.
with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("dates.xlsx", "w") as new:
    styles = old.read("xl/styles.xml").decode()
    sheet = old.read("xl/worksheets/sheet1.xml").decode()
    whole, count, inside = re.search(r'(?s)<cellXfs count="(\d+)">(.*?)</cellXfs>', styles).group(0, 1, 2)
    first = int(count)
    added = "".join(
        f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for n in RESERVED
    )
    styles = styles.replace(whole, f'<cellXfs count="{first + len(RESERVED)}">{inside}{added}</cellXfs>')
    for row in range(1, len(RESERVED) + 1):
        sheet = re.sub(rf'<c r="A{row}" s="\d+"', f'<c r="A{row}" s="{first + row - 1}"', sheet)
    replaced = {"xl/styles.xml": styles, "xl/worksheets/sheet1.xml": sheet}
    for name in old.namelist():
        new.writestr(name, replaced.get(name) or old.read(name))

print("openpyxl", version("openpyxl"), "python-calamine", version("python-calamine"))
cells = [row[0] for row in openpyxl.load_workbook("dates.xlsx").active.iter_rows()]
rows = [row[0] for row in python_calamine.CalamineWorkbook.from_path("dates.xlsx").get_sheet_by_index(0).to_python()]
for number, cell, other in zip([*RESERVED, "aaaa"], cells, rows):
    print(f"format {number}: openpyxl {cell.value!r} ({cell.number_format}), calamine {other!r}")
assert cells[0].is_date
assert all(cell.value == 46086 and not cell.is_date for cell in cells[1:]), "openpyxl knows one of them now"
assert all(str(other) == "2026-03-05" for other in rows[:-1]), "calamine no longer gives dates"
PY
venv/bin/python probe.py
echo "as described: the reserved East Asian date formats are numbers to openpyxl"
