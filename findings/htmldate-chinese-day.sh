#!/usr/bin/env bash
# Versions: htmldate 1.11.0.
# Seen:     发布日期：2026年3月5日 on a page gives 2026-01-01, a day that stands nowhere on it. A page of
#           March 2026 about the work of 2025 gives 2025-01-01. With 2026-03-05 or 2026.3.5 in the same place the
#           day is right. With extensive_search=False, which is what to ask where a guess is worse than nothing,
#           there is no date.
# Guessed:  年月日 is read as well as hyphens are, or nothing is returned.
# Matters:  The day decides which of two versions of a rule holds, and stands in every reference. 1 January is
#           also when most rules come into force, so nobody doubts it.
# Instead:  Look for \d{4}年\d{1,2}月\d{1,2}日 behind 发布日期, 成文日期 or 印发 yourself; take no day from it
#           that isn't on the page.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check htmldate==1.11.0
cat > probe.py <<'PY'
from importlib.metadata import version

from htmldate import find_date

PAGE = (
    "<html><head><title>{0}</title></head><body><h1>{0}</h1><div class='info'>{1}</div>"
    "<div class='content'><p>{2}</p></div></body></html>"
)
RULES = ("关于印发值班办法的通知", "本办法自2026年5月1日起施行，2021年发布的办法同时废止。")
REPORT = ("关于2025年度工作情况的通报", "2024年12月31日前完成的项目不计入。")
ASKED = {
    "words": (RULES, "发布日期：2026年3月5日"),
    "hyphens": (RULES, "发布日期：2026-03-05"),
    "points": (RULES, "发布日期：2026.3.5"),
    "report": (REPORT, "发布日期：2026年3月5日"),
}

print("htmldate", version("htmldate"))
found, sure = {}, {}
for name, ((title, words), line) in ASKED.items():
    page = PAGE.format(title, line, words)
    found[name] = find_date(page, original_date=True)
    sure[name] = find_date(page, original_date=True, extensive_search=False)
    print(line, "->", found[name], "not extensive:", sure[name])
assert found["words"] == "2026-01-01", "the day is read now"
assert found["report"] == "2025-01-01"
assert found["hyphens"] == found["points"] == "2026-03-05"
assert sure["words"] is None and sure["report"] is None
PY
venv/bin/python probe.py
echo "as described: a day written in Chinese becomes the first of January"
