#!/usr/bin/env bash
# Versions: cn2an 0.5.24.
# Seen:     transform(text, "an2cn"), which is meant to write the figures of running text in Chinese
#           numerals, reads every hyphen as a minus and every comma as the end of a number:
#           2026-03-05 becomes 二千零二十六负三负五, 3-5人 becomes 三负五人, 1,500人 becomes 一,五百人 and
#           010-66 becomes 十负六十六. 2026年3月5日 is right.
# Guessed:  A date with hyphens is left alone or read digit by digit, a range keeps its hyphen, and a
#           comma between thousands belongs to the number.
# Matters:  It is the obvious way to make figures comparable (三百 and 300), and all of 3-5人, 1,500 and
#           ISO dates stand in official texts and in questions.
# Instead:  Fold the other way, Chinese numerals to values, figure by figure, with dates, ranges and
#           telephone numbers taken out before; never transform a whole sentence to Chinese numerals.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cn2an==0.5.24
cat > probe.py <<'PY'
import cn2an

seen = {
    "2026年3月5日": "二零二六年三月五日",
    "2026-03-05": "二千零二十六负三负五",
    "3-5人": "三负五人",
    "1,500人": "一,五百人",
    "010-66": "十负六十六",
}
print("cn2an", cn2an.__version__)
for text, expected in seen.items():
    got = cn2an.transform(text, "an2cn")
    print(text, "->", got)
    assert got == expected, f"{text} is written otherwise now"
PY
venv/bin/python probe.py
echo "as described: hyphens become minus signs"
