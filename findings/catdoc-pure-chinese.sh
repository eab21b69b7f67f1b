#!/usr/bin/env bash
# Versions: catdoc 0.95-6~deb12u1 (Debian 12); LibreOffice 7.4.7 makes the .doc; python-docx 1.2.0.
# Seen:     catdoc takes the text of a .doc in blocks and guesses of each block anew whether a character
#           has one byte or two. A block without a single ASCII character (no digit, no space, no line
#           end) is taken for one-byte text: of a paragraph of 588 Chinese characters under 100 are
#           left, after a few letters of rubbish, with exit status 0. The same paragraph with one space
#           in each sentence is read in full.
# Guessed:  The width of the characters is read from the file, which states it for each piece of text.
# Matters:  Long paragraphs without a digit are the rule in work reports and laws. What is left of the
#           paragraph is right to the letter, so nothing tells a bot that the rest was dropped.
# Instead:  Use LibreOffice or antiword; where catdoc is all there is, compare the count of characters
#           with what the file's header states and refuse the file when they differ.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v catdoc >/dev/null || apt-get install -qq -y --no-install-recommends catdoc >/dev/null
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0
cat > make.py <<'PY'
import docx

sentence = "县级以上地方人民政府有关部门按照各自职责组织实施本条规定的事项，法律、行政法规另有规定的从其规定"
for name, end in (("plain", "。"), ("spaced", " 。")):
    document = docx.Document()
    document.add_paragraph((sentence + end) * 12)
    document.save(f"{name}.docx")
PY
venv/bin/python make.py
soffice --headless -env:UserInstallation="file://$work/profile" --convert-to doc plain.docx spaced.docx >/dev/null 2>&1
soffice --version
dpkg-query -W catdoc
for name in plain spaced; do catdoc -w -d utf-8 "$name.doc" > "$name.txt"; done
cat > look.py <<'PY'
import docx

for name in ("plain", "spaced"):
    written = docx.Document(f"{name}.docx").paragraphs[0].text
    read = open(f"{name}.txt", encoding="utf-8").read().strip()
    print(f"{name}: {len(written)} characters written, {len(read)} read, begins {read[:14]!r}")
    if name == "plain":
        assert len(read) < 100 and not read.startswith("县级"), "the paragraph is read now"
    else:
        assert read == written, "the paragraph with spaces is no longer read"
PY
venv/bin/python look.py
echo "as described: a long paragraph without ASCII is lost for the most part"
