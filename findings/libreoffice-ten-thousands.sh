#!/usr/bin/env bash
# Versions: LibreOffice 7.4.7 (Debian 12), openpyxl 3.1.5.
# Seen:     The number format 0!.0,"万元" is the usual trick by which Chinese workbooks show an amount in
#           units of 10,000: thousands are cut off, and the escaped point is put before the last digit
#           that is left, so 15000 is shown as 1.5万元. In LibreOffice's CSV export it is 15!.0万元, and
#           123456 is 123!.5万元: the exclamation mark is no escape there, and the point becomes the
#           decimal point. The same format with a backslash, 0\.0,"万元", gives 1.5万元.
# Guessed:  An escape that is as old as the file format is read on import as its newer spelling.
# Matters:  Exported tables are an easy way to a workbook's displayed text. Here the digits are ten times
#           too large beside a unit that is right.
# Instead:  Read the raw value and the unit oneself (15000 and its format), never the formatted text; or
#           replace the exclamation mark by a backslash in styles.xml before converting.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# Reading a workbook needs Calc's own package beside Writer's.
calc=$(dpkg-query -W -f '${db:Status-Status} ' libreoffice-calc libreoffice-calc-nogui 2>/dev/null || true)
case " $calc" in
    *" installed "*) ;;
    *) apt-get install -qq -y --no-install-recommends libreoffice-calc-nogui >/dev/null ;;
esac
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5
cat > make.py <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row, (value, shown) in enumerate(
    [(15000, '0!.0,"万元"'), (123456, '0!.0,"万元"'), (15000, '0\\.0,"万元"'), (123456, '0\\.0,"万元"')], 1
):
    book.active.cell(row, 1, value).number_format = shown
book.save("budget.xlsx")
PY
venv/bin/python make.py
soffice --version
soffice --headless -env:UserInstallation="file://$work/profile" \
    --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1' budget.xlsx >/dev/null 2>&1
cat budget.csv
cat > look.py <<'PY'
lines = open("budget.csv", encoding="utf-8-sig").read().split()
assert lines == ["15!.0万元", "123!.5万元", "1.5万元", "12.3万元"], "the format is read otherwise now"
PY
venv/bin/python look.py
echo "as described: the amount is ten times too large, with a stray mark"
