#!/usr/bin/env bash
# Versions: dateparser 1.5.0.
# Seen:     With languages=["zh"], 12月31日前 (before 31 December) is read as twelve months and thirty-one
#           days ago: seen from 29 November 2026 it is 29 October 2025. 3月5日前 and 30日前 go the same
#           way, and search_dates cuts the same date out of a whole sentence. With a year in front, or
#           with 之前 for 前, the answer is None.
# Guessed:  31 December, or None; 前 behind a full date is "by", behind a span (三天前) it is "ago".
# Matters:  X月X日前 is how official texts set deadlines. A bot that sorts or filters by date puts a
#           deadline of next month a year into the past.
# Instead:  Match 月…日前 by a pattern of one's own before any general parser sees it, and ask dateparser
#           for absolute dates only (PARSERS=["absolute-time"]).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
cat > probe.py <<'PY'
import datetime

import dateparser
from dateparser.search import search_dates

today = datetime.datetime(2026, 11, 29)


def read(text, **more):
    return dateparser.parse(text, languages=["zh"], settings={"RELATIVE_BASE": today, **more})


print("dateparser", dateparser.__version__)
seen = {
    "2026年12月31日": "2026-12-31",
    "12月31日前": "2025-10-29",
    "3月5日前": "2026-08-24",
    "30日前": "2026-10-30",
    "2026年12月31日前": None,
    "12月31日之前": None,
}
for text, expected in seen.items():
    found = read(text)
    got = found and found.date().isoformat()
    print(text, "->", got)
    assert got == expected, f"{text} is read otherwise now"
found = search_dates("各单位应当于12月31日前报送。", languages=["zh"], settings={"RELATIVE_BASE": today})
print(found)
assert found[0][1].date().isoformat() == "2025-10-29"
assert read("12月31日前", PARSERS=["absolute-time"]) is None
PY
venv/bin/python probe.py
echo "as described: a deadline is read as a time ago"
