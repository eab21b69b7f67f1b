#!/usr/bin/env bash
# Versions: trafilatura 2.3.1 (with lxml 6.1.3, lxml_html_clean 0.4.6, jusText 3.0.2).
# Seen:     With deduplicate=False, the default, a paragraph that stands twice on a page is given twice on
#           a short page and once on a longer one: the second is dropped, also with favor_recall=True.
# Guessed:  Repeated paragraphs are dropped only where deduplicate=True asks for it.
# Matters:  Legal drafting repeats whole sentences ("the fine of the preceding paragraph is decided by
#           the police"). Without the second one, article five seems to have no such rule, and "the
#           preceding paragraph" is another.
# Instead:  Compare the count of each paragraph in the page and in the result, and put back what is
#           missing, or read the paragraphs from the tree oneself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml==6.1.3 lxml_html_clean==0.4.6 jusText==3.0.2
cat > probe.py <<'PY'
import trafilatura

CLAUSE = "<p>前款规定的处罚，由县级人民政府公安机关决定。</p>"


def repeated(articles, **more):
    body = "".join(
        f"<p>第{n}条的规定由各区县人民政府负责落实，并于年底以前报告落实情况。</p>" + (CLAUSE if n in (2, 5) else "")
        for n in range(1, articles + 1)
    )
    page = f"<html><head><title>办法</title></head><body><div>{body}</div></body></html>"
    return (trafilatura.extract(page, **more) or "").count("前款规定")


print("trafilatura", trafilatura.__version__)
counts = [5, 6, 12, 20]
plain = [repeated(n) for n in counts]
recall = [repeated(n, favor_recall=True) for n in counts]
print("articles on the page:                   ", counts)
print("the clause, written twice, is given:    ", plain)
print("the same with favor_recall=True:        ", recall)
assert plain == recall == [2, 2, 1, 1], "repeated paragraphs are kept otherwise now"
PY
venv/bin/python probe.py
echo "as described: the second of two like clauses is dropped"
