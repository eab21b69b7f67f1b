#!/usr/bin/env bash
# Versions: xlsx2csv 0.8.6, openpyxl 3.1.5.
# Seen:     A date in Excel's own Chinese format, yyyy"年"m"月"d"日", is written with the quotation marks of the format:
#           the field of the CSV is 2026"年"03"月"05"日". The unit of an area in hectares, 36 with the
#           format 0"hm²", is taken for a time and comes out as 0"1202²".
# Guessed:  The date as the sheet shows it, 2026年3月5日, or 2026-03-05; 36hm² or 36.
# Matters:  No search for 2026年 finds such a date, and a figure turns into another one with no error.
# Instead:  Read values with openpyxl or calamine, and format dates oneself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xlsx2csv==0.8.6 openpyxl==3.1.5
cat > probe.py <<'PY'
import csv
import io
from datetime import datetime
from importlib.metadata import version

import openpyxl
from xlsx2csv import Xlsx2csv

book = openpyxl.Workbook()
cells = (
    (datetime(2026, 3, 5), "yyyy-mm-dd"),
    (datetime(2026, 3, 5), 'yyyy"年"m"月"d"日"'),
    (datetime(2026, 3, 5), 'm"月"d"日"'),
    (36, '0"亩"'),
    (36, '0"hm²"'),
)
for row, (value, number_format) in enumerate(cells, 1):
    book.active.cell(row, 1, value).number_format = number_format
book.save("a.xlsx")
out = io.StringIO()
Xlsx2csv("a.xlsx").convert(out)
seen = [row[0] for row in csv.reader(io.StringIO(out.getvalue()))]
print("xlsx2csv", version("xlsx2csv"))
for (value, number_format), field in zip(cells, seen):
    print(f"{value} as {number_format}: {field}")
assert seen[0] == "2026-03-05" and seen[3] == "36"
assert seen[1] == '2026"年"03"月"05"日"' and seen[2] == '03"月"05"日"', "Chinese dates are written otherwise now"
assert seen[4] != "36" and not seen[4].startswith("36"), "a unit with h and m is no time any more"
PY
venv/bin/python probe.py
echo "as described: quotation marks stand in Chinese dates, and hectares are a time"
