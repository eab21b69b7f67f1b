#!/usr/bin/env bash
# Versions: xlrd 2.0.2, python-calamine 0.9.1, openpyxl 3.1.5, LibreOffice 7.4.7 (Debian 12).
# Seen:     In an .xls, a cell that shows #N/A has the value 42 for xlrd, #DIV/0! has 7 and #VALUE! has 15: plain
#           integers, like any figure of the sheet. calamine gives an empty text for each. openpyxl gives '#N/A' for
#           the .xlsx of the same sheet.
# Guessed:  An error is the words that the cell shows, None, or an exception.
# Matters:  A table with a missing rate says 42 or 7 where nothing is known, and a bot quotes it; with the other reader
#           the cell can't be told from one that was left empty.
# Instead:  With xlrd, ask cell.ctype for XL_CELL_ERROR and write xlrd.error_text_from_code; or convert to .xlsx.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-calc-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xlrd==2.0.2 python-calamine==0.9.1 openpyxl==3.1.5
cat > make.py <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row, (name, value) in enumerate(
    (("增长率", "=NA()"), ("人均", "=100/0"), ("合计", '="甲"+1'), ("户数", 42)), 1
):
    book.active.cell(row, 1, name)
    book.active.cell(row, 2, value)
book.save("made.xlsx")
PY
venv/bin/python make.py
soffice --version
for target in xls xlsx; do
    soffice --headless -env:UserInstallation="file://$work/profile" --convert-to "$target" --outdir out made.xlsx >/dev/null 2>&1
done
cat > look.py <<'PY'
from importlib.metadata import version

import openpyxl
import python_calamine
import xlrd

print("xlrd", version("xlrd"), "python-calamine", version("python-calamine"))
old = xlrd.open_workbook("out/made.xls").sheet_by_index(0)
theirs = [old.cell_value(row, 1) for row in range(4)]
rows = python_calamine.CalamineWorkbook.from_path("out/made.xls").get_sheet_by_index(0).to_python()
new = [row[1].value for row in openpyxl.load_workbook("out/made.xlsx", data_only=True).active.iter_rows()]
print("xlrd:    ", theirs)
print("calamine:", [row[1] for row in rows])
print("openpyxl:", new)
assert theirs == [42, 7, 15, 42], "xlrd gives errors otherwise now"
assert [row[1] for row in rows] == ["", "", "", 42], "calamine names errors now"
assert new == ["#N/A", "#DIV/0!", "#VALUE!", 42]
PY
venv/bin/python look.py
echo "as described: a missing value is the figure 42"
