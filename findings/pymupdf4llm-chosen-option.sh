#!/usr/bin/env bash
# Versions: PyMuPDF4LLM 2.0 with PyMuPDF 2.0.
# Seen:     In Markdown, a sign of the block U+25A0 to U+25FF (■ □ ● ○ ▲ ▼ △ ▽) with a space behind it becomes
#           "- " at the head of what is taken for a list item. ■ 同意 and □ 不同意 are "- 同意" and "- 不同意";
#           ▲ 5.5% and ▼ 3.2% are "- 5.5%" and "- 3.2%". Without the space the signs stay: "- ▲5.5%".
# Guessed:  A round dot is a bullet; a box, filled or not, and an arrow of growth are text and stay.
# Matters:  Nobody can tell any more which option of a form was chosen. Growth and decline look alike, and in a
#           quotation both read as minus.
# Instead:  to_text() of the same package keeps the signs, as does get_text() of the page; quote from these.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pymupdf4llm==2.0 pymupdf==2.0
cat > probe.py <<'PY'
from importlib.metadata import version

import pymupdf
import pymupdf4llm

FORM = [
    "占用耕地申请审批表",
    "审批意见如下，被选中的意见前方框涂黑：",
    "■ 同意占用耕地二亩，按规定缴纳复垦费",
    "□ 不同意占用耕地，理由附后",
    "□ 退回补正，五日内重新申报",
]
FIGURES = [
    "临江镇二〇二六年一季度经济运行情况",
    "今年一季度全镇经济运行总体平稳，主要指标与上年同期相比",
    "如下，增长用▲表示，下降用▼表示：",
    "▲ 5.5%  规模以上工业增加值",
    "▼ 3.2%  固定资产投资",
    "▲ 1.1%  社会消费品零售总额",
    "以上数据由镇统计站负责解释。",
]


def read(lines):
    """The lines of a one-page PDF as Markdown and as text."""
    with pymupdf.open() as document:
        page = document.new_page()
        for number, line in enumerate(lines):
            page.insert_text((72, 72 + 24 * number), line, fontname="china-s", fontsize=12)
        document.save("a.pdf")
    outputs = pymupdf4llm.to_markdown("a.pdf"), pymupdf4llm.to_text("a.pdf")
    return [[line.strip() for line in output.splitlines() if line.strip()] for output in outputs]


print("pymupdf4llm", version("pymupdf4llm"), "pymupdf", version("pymupdf"))
for lines, marks in ((FORM, "■□"), (FIGURES, "▲▼")):
    markdown, text = read(lines)
    marked = [line for line in lines if line[0] in marks]
    print(*markdown, sep="\n")
    assert [line for line in markdown if line[2:] in {item[2:] for item in marked}] == [
        "- " + item[2:] for item in marked
    ], "the signs are read otherwise in Markdown now"
    assert [line for line in text if line in marked] == marked, "the text has lost the signs as well"
PY
venv/bin/python probe.py
echo "as described: a chosen option looks like one that was not, and both arrows like a minus"
