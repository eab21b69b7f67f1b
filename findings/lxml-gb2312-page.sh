#!/usr/bin/env bash
# Versions: lxml 6.1.3 (libxml2 2.14.6 in its wheel), html5lib 1.1.
# Seen:     A page that says charset=gb2312 and holds one character outside GB2312 (〇, 镕, 喆, ㎡) ends there for
#           lxml.html: 二〇二六年 and all that follows is gone, 〇 at the start of the body gives an empty page, and
#           nothing is raised. html5lib reads the same bytes whole, and so does lxml under the label gbk.
# Guessed:  The character becomes U+FFFD or is skipped, or lxml takes gb2312 for GBK as every browser does.
# Matters:  Sites of offices label GBK pages gb2312 for twenty years, and write years with 〇 and areas with ㎡: of a
#           notice its first paragraph is indexed, and no log says that the rest was lost.
# Instead:  Decode the bytes oneself, gb2312 as gb18030, and give lxml a str; or set HTMLParser(encoding="gb18030").
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lxml==6.1.3 html5lib==1.1
cat > probe.py <<'PY'
from importlib.metadata import version

import html5lib
import lxml.html
from lxml import etree

print("lxml", version("lxml"), "libxml2", ".".join(map(str, etree.LIBXML_VERSION)), "html5lib", version("html5lib"))


def page(charset, words):
    head = f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>'
    return f"<html>{head}<body><p>第一段。</p><p>自{words}起施行。</p><p>最后一段。</p></body></html>".encode("gb18030")


for words in ("二〇二六年", "镕", "九㎡"):
    whole = f"第一段。自{words}起施行。最后一段。"
    read = {charset: lxml.html.fromstring(page(charset, words)).text_content() for charset in ("gb2312", "gbk")}
    other = "".join(html5lib.parse(page("gb2312", words), namespaceHTMLElements=False).itertext())
    given = lxml.html.fromstring(page("gb2312", words).decode("gb18030")).text_content()
    print(words, "as gb2312:", repr(read["gb2312"]), "as gbk:", repr(read["gbk"]), "html5lib:", repr(other))
    assert read["gbk"] == other == given == whole
    assert whole.startswith(read["gb2312"]) and "起施行" not in read["gb2312"], "the page no longer ends there"
PY
venv/bin/python probe.py
echo "as described: a page that calls itself gb2312 ends at its first 〇"
