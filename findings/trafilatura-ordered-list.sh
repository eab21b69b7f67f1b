#!/usr/bin/env bash
# Versions: trafilatura 2.3.1 (with lxml 6.1.3, lxml_html_clean 0.4.6, jusText 3.0.2).
# Seen:     On a page whose body is a plain <div>, the items of an <ol> stand in the extracted text as
#           long as the page is very short, and are all gone as soon as it has a few paragraphs more.
#           With class="content" on the same div, or with favor_recall=True, they are always there.
# Guessed:  A list between paragraphs is body text; more body text makes it more certain, not less.
# Matters:  The numbered duties of a notice are its substance, and <ol> is what web editors make of them.
#           The paragraph before ("shall do the following:") is quoted with nothing behind it.
# Instead:  favor_recall=True, and count the list items of the page's body against the text extracted;
#           or read the page with one's own rules, as long as the sites are known.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml==6.1.3 lxml_html_clean==0.4.6 jusText==3.0.2
cat > probe.py <<'PY'
import trafilatura

ITEMS = "<ol><li>按季度公开财务收支情况。</li><li>及时答复村民的询问。</li></ol>"


def listed(paragraphs, name="", **more):
    body = "<p>村民委员会应当做好下列工作：</p>" + ITEMS
    body += "".join(
        f"<p>第{n}款的规定由各区县人民政府负责落实，并于年底以前报告落实情况。</p>" for n in range(paragraphs)
    )
    page = f"<html><head><title>办法</title></head><body><div{name}>{body}</div></body></html>"
    text = trafilatura.extract(page, **more) or ""
    return text.count("按季度公开") + text.count("及时答复")


print("trafilatura", trafilatura.__version__)
counts = [1, 2, 8, 12, 20]
plain = [listed(n) for n in counts]
named = [listed(n, ' class="content"') for n in counts]
recall = [listed(n, favor_recall=True) for n in counts]
print("paragraphs after the list:", counts)
print("list items, plain div:    ", plain)
print("list items, class=content:", named)
print("list items, favor_recall: ", recall)
assert plain == [2, 2, 0, 0, 0], "lists are kept otherwise now"
assert named == recall == [2] * 5
PY
venv/bin/python probe.py
echo "as described: a longer page loses its list"
