#!/usr/bin/env bash
# Versions: cn2an 0.5.24.
# Seen:     transform(text) to Arabic figures: 二○二六年 with the circle that word processors put for
#           a zero becomes 2○26年, half changed; 三五年 (three to five years) becomes 35年; 三点五亿元
#           and 百分之百 stay as they are, although 三十二亿元 and 百分之三十五 are changed; 零下五度
#           becomes 0下5度.
# Guessed:  A year is changed whole or not at all; two digits in a row before a unit are left alone
#           outside years; 3.5亿 becomes 350000000 as 32亿 becomes 3200000000.
# Matters:  A question about 2026 no longer meets the text that says 二○二六, and "35 years" is a figure
#           that no document says.
# Instead:  Fold ○ and 〇 to one character first, treat two neighbouring digits without a place (三五,
#           七八) as a range, and compare values only where both sides could be read whole.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cn2an==0.5.24
cat > probe.py <<'PY'
import warnings

import cn2an

warnings.simplefilter("ignore")
seen = {
    "二〇二六年": "2026年",
    "二○二六年": "2○26年",
    "三五年": "35年",
    "三十二亿元": "3200000000元",
    "三点五亿元": "三点五亿元",
    "百分之三十五": "35%",
    "百分之百": "百分之百",
    "零下五度": "0下5度",
}
print("cn2an", cn2an.__version__)
for text, expected in seen.items():
    got = cn2an.transform(text)
    print(text, "->", got)
    assert got == expected, f"{text} is read otherwise now"
PY
venv/bin/python probe.py
echo "as described: some figures are changed by half, some wrongly, some not at all"
