#!/usr/bin/env bash
# Versions: LibreOffice 7.4.7 (Debian 12), mammoth 1.13.0.
# Seen:     A figure with a footnote behind it, 24.7 and the mark 1, comes out of a conversion to plain text as
#           24.71亿元, and the words of the note are nowhere in the file. The same from .odt, .docx and .doc.
# Guessed:  The mark is in brackets or left out, and the note stands at the end, as on the page.
# Matters:  Statistics carry their source in a footnote behind the figure. A bot quotes 24.71 byte for
#           byte from its text, and the note that would explain it can't be found.
# Instead:  Convert to .docx and read that, where the mark is an element of its own; never to text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mammoth==1.13.0
cat > note.fodt <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>全年完成投资24.7<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>
<text:p>据统计年鉴，含结转项目。</text:p></text:note-body></text:note>亿元。</text:p>
</office:text></office:body></office:document>
XML
convert() { soffice --headless -env:UserInstallation="file://$work/profile" --convert-to "$@" >/dev/null 2>&1; }
soffice --version
convert docx note.fodt
convert doc note.fodt
for file in note.docx note.doc; do
    convert 'txt:Text (encoded):UTF8' "$file"
    mv note.txt "$file.txt"
done
cat > look.py <<'PY'
import mammoth

for name in ("note.docx", "note.doc"):
    text = open(f"{name}.txt", encoding="utf-8-sig").read()
    print(f"{name}: {text!r}")
    assert "24.71亿元" in text, "the mark is kept apart now"
    assert "统计年鉴" not in text, "the note is written now"
with open("note.docx", "rb") as file:
    page = mammoth.convert_to_html(file).value
print("mammoth:", page)
assert "24.7<sup>" in page and "统计年鉴" in page
PY
venv/bin/python look.py
echo "as described: the mark of a note is a digit of the figure before it, and the note is gone"
