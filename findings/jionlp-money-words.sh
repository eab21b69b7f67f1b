#!/usr/bin/env bash
# Versions: jionlp 1.5.31.
# Seen:     二三十万元 is a range from 20000 to 300000, and 五百八 is 508, not 580.
#           五百八 is labelled accurate. 500至800元 and 3000多万元 come out as people mean them.
# Guessed:  A parser that knows 3000多万元 as 3000 to 4000万 knows 二三十万 as 20 to 30万, and that in 五百八 the 八
#           counts tens.
# Matters:  Budgets and minutes write amounts in words. A range that begins a tenth too low makes a comparison of
#           two documents agree, or differ, for no reason in either.
# Instead:  Expand 二三十万 to 二十万至三十万 and 五百八 to 五百八十 before parsing, or leave such amounts as words.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jionlp==1.5.31
cat > probe.py <<'PY'
from importlib.metadata import version

import jionlp

print("jionlp", version("jionlp"))
seen = {}
for words in ("500至800元", "3000多万元", "三千五百元", "二三十万元", "五百八"):
    found = jionlp.parse_money(words)
    seen[words] = found["num"]
    print(words, found)
assert seen["500至800元"] == ["500.00", "800.00"] and seen["3000多万元"] == ["30000000.00", "40000000.00"]
assert seen["二三十万元"] == ["20000.00", "300000.00"], "a range of tens is read otherwise now"
assert seen["五百八"] == "508.00", "the last word counts tens now"
PY
venv/bin/python probe.py
echo "as described: a range of tens begins a tenth too low"
