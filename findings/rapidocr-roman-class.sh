#!/usr/bin/env bash
# Versions: rapidocr 3.10.0 with the models in its wheel (PP-OCRv6 small), onnxruntime 1.31.1, Pillow 13.0.0, Noto
#           Serif CJK.
# Seen:     Clean print of 第Ⅲ类、第Ⅳ类地表水 with the numerals that stand as one character each: Ⅲ is ⅢI or IⅢI, or it
#           is gone, and Ⅳ is sometimes IⅣ. The line counts as 88 to 100 per cent certain; the year on the line above
#           is right.
# Guessed:  A numeral of one character is one character, or three letters III; with letters around it, certainty is low.
# Matters:  Water, air and land are graded so, and hazards and posts too. IⅢI is no grade, and no search for Ⅲ类
#           or III类 finds it.
# Instead:  Fold runs of I, V, X and the characters Ⅰ to Ⅻ only where they make a numeral, and have a person look at
#           pages with grades, whatever their certainty.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fc-list :lang=zh 2>/dev/null | grep -q NotoSerifCJK || apt-get install -qq -y --no-install-recommends fonts-noto-cjk fontconfig >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rapidocr==3.10.0 onnxruntime==1.31.1 pillow==13.0.0
export FONT=$(fc-list :lang=zh file | grep -m1 -o '[^:]*NotoSerifCJK[^:]*')
cat > probe.py <<'PY'
import os
import re
from importlib.metadata import version

import numpy
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

print("rapidocr", version("rapidocr"), "onnxruntime", version("onnxruntime"))
engine = RapidOCR(params={"Global.log_level": "critical"})
wrong = 0
for size in (32, 44, 60):
    page = Image.new("RGB", (1100, 320), "white")
    draw = ImageDraw.Draw(page)
    for row, words in enumerate(("二〇二六年水质监测结果", "第Ⅲ类、第Ⅳ类地表水")):
        draw.text((60, 40 + row * 120), words, font=ImageFont.truetype(os.environ["FONT"], size), fill="black")
    seen = engine(numpy.asarray(page)[:, :, ::-1])
    print(size, [(text, round(float(score), 2)) for text, score in zip(seen.txts, seen.scores)])
    year, grades = "".join(seen.txts[:1]), "".join(seen.txts[1:])
    assert "二〇二六年" in year
    wrong += not re.search("第(Ⅲ|III)类.第(Ⅳ|IV)类", grades)
assert wrong >= 2, "numerals of one character are recognised now"
PY
venv/bin/python probe.py 2>/dev/null
echo "as described: Ⅲ and Ⅳ are numerals that don't exist"
