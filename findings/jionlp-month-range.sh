#!/usr/bin/env bash
# Versions: jionlp 1.5.31.
# Seen:     parse_time knows ranges of years and of full dates, but not those of months or days behind a
#           year: 2026年1至3月, 2026年1-3月 and 2026年3至5日 are each the whole year 2026, 2026年1月至3月
#           is January, 1-3月 is the third of January, 12月至次年2月 is that February alone. Each of
#           these answers is labelled "accurate". 5月 by itself raises ValueError; 今年5月 does not.
# Guessed:  The first quarter in other words: January to March; else an error, as for other texts that
#           it can't parse.
# Matters:  Statistics in official texts are of just such periods. A figure of 1至3月 would be compared
#           with a yearly figure, and "accurate" says that this is safe.
# Instead:  Split a range at 至, - and — first, give the unit and the year of the one end to the other,
#           and parse both ends by themselves.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jionlp==1.5.31
cat > probe.py <<'PY'
import datetime
import logging
from importlib.metadata import version

import jionlp

logging.disable(logging.CRITICAL)
base = datetime.datetime(2026, 11, 15, 9).timestamp()
seen = {
    "2024至2026年": ("2024-01-01", "2026-12-31"),
    "2026年3月5日至8日": ("2026-03-05", "2026-03-08"),
    "2026年1至3月": ("2026-01-01", "2026-12-31"),
    "2026年1-3月": ("2026-01-01", "2026-12-31"),
    "2026年3至5日": ("2026-01-01", "2026-12-31"),
    "2026年1月至3月": ("2026-01-01", "2026-01-31"),
    "1-3月": ("2026-01-03", "2026-01-03"),
    "12月至次年2月": ("2027-02-01", "2027-02-28"),
    "今年5月": ("2026-05-01", "2026-05-31"),
}
print("jionlp", version("jionlp"))
for text, expected in seen.items():
    found = jionlp.parse_time(text, time_base=base)
    got = tuple(moment[:10] for moment in found["time"])
    print(text, "->", *got, found["definition"])
    assert got == expected and found["definition"] == "accurate", f"{text} is read otherwise now"
try:
    jionlp.parse_time("5月", time_base=base)
except ValueError as refused:
    print("5月 raises:", str(refused).splitlines()[0])
else:
    raise AssertionError("5月 is read now")
PY
venv/bin/python probe.py
echo "as described: a range of months is read as a year, a month or a day"
