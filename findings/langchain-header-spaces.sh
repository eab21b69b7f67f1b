#!/usr/bin/env bash
# Versions: langchain-text-splitters 1.1.3.
# Seen:     MarkdownHeaderTextSplitter leaves out every space that isn't an ASCII one, full-width (U+3000),
#           no-break and thin alike, in the text and in the headings of the metadata: the row 合计　1 500　2 300
#           becomes 合计1 5002 300, 5　6 becomes 56, 张　三 becomes 张三. Its newer sibling
#           ExperimentalMarkdownSyntaxTextSplitter keeps them all.
# Guessed:  Lines are stripped at their ends at most; what stands inside them stays as it is.
# Matters:  Official texts part columns, names and 第一条 from its words by full-width spaces. Two figures of
#           a row become one, and no chunk is a part of its file any more, so nothing can be quoted from it.
# Instead:  Split by line ranges of your own and cut the chunk from the file, or use the newer class.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check langchain-text-splitters==1.1.3
cat > probe.py <<'PY'
from importlib.metadata import version

from langchain_text_splitters import ExperimentalMarkdownSyntaxTextSplitter, MarkdownHeaderTextSplitter

PAGE = "# 第三章　附则\n\n合计　1 500　2 300\n甲组　5　6\n收入8\u2009745元，面积5\u00a0600亩，经办人张　三。\n"

print("langchain-text-splitters", version("langchain-text-splitters"))
chunks = {}
for splitter in (MarkdownHeaderTextSplitter, ExperimentalMarkdownSyntaxTextSplitter):
    (chunk,) = splitter([("#", "chapter")]).split_text(PAGE)
    chunks[splitter.__name__] = chunk
    print(splitter.__name__, repr(chunk.page_content), chunk.metadata)

old = chunks["MarkdownHeaderTextSplitter"]
assert "合计1 5002 300" in old.page_content, "the spaces are kept now"
assert "甲组56" in old.page_content
assert "收入8745元，面积5600亩，经办人张三" in old.page_content
assert old.metadata == {"chapter": "第三章附则"}
new = chunks["ExperimentalMarkdownSyntaxTextSplitter"]
assert new.page_content in PAGE, "the newer class changes the text too now"
assert new.metadata == {"chapter": "第三章　附则"}
PY
venv/bin/python probe.py
echo "as described: full-width spaces vanish and the figures beside them run together"
