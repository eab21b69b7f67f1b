#!/usr/bin/env bash
# Versions: chinese2digits 6.0.2.
# Seen:     takeNumberFromString reads 十四五 (the name of a five-year plan) as 55: the ten and the four
#           give way. 七八十人 becomes 780人, 1,500.5万元 becomes 1,5005000元 (two numbers), 20至30%
#           becomes 20至0.3, 三分之二 a decimal of 28 places, and the hyphen of 3-5人 makes a -5.
# Guessed:  十四五 is 14 and 5, or 145, or left alone; 七八十 is a range or left alone; a percent sign
#           behind a range counts for both ends or is left.
# Matters:  The plan's name stands in very many official texts since 2021. A bot that compares figures
#           sees a 55 in each of them, and a claim about a real 55 is borne out by the wrong text.
# Instead:  Take the names of plans (十三五, 十四五, 十五五 …) out of the text before numerals are read, and
#           read with the stricter cn2an.cn2an, which raises on 十四五 and on 七八十.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chinese2digits==6.0.2 cn2an==0.5.24
cat > probe.py <<'PY'
from importlib.metadata import version

import cn2an
from chinese2digits import chinese2digits

seen = {
    "十四五": ("55", ["55"]),
    "七八十人": ("780人", ["780"]),
    "1,500.5万元": ("1,5005000元", ["1", "5005000"]),
    "20至30%": ("20至0.3", ["20", "0.3"]),
    "3-5人": ("3-5人", ["3", "-5"]),
}
print("chinese2digits", version("chinese2digits"))
for text, expected in seen.items():
    found = chinese2digits.takeNumberFromString(text)
    got = found["replacedText"], found["digitsStringList"]
    print(text, "->", *got)
    assert got == expected, f"{text} is read otherwise now"
for text in ("十四五", "七八十"):
    try:
        cn2an.cn2an(text, "smart")
    except ValueError as refused:
        print("cn2an", text, "raises:", refused)
    else:
        raise AssertionError(f"cn2an reads {text} now")
PY
venv/bin/python probe.py
echo "as described: the plan's name is read as 55"
