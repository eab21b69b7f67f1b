#!/usr/bin/env bash
# Versions: antiword 0.37-16 (Debian 12); LibreOffice 7.4.7 makes the .doc; python-docx 1.2.0.
# Seen:     A sound .doc of one paragraph with 250 Chinese characters is refused ("the text stream of
#           this file is too small to handle", exit status 1, an empty line on standard output). The
#           same paragraph with 300 characters is read in full.
# Guessed:  The length of a text plays no part in whether a Word file can be read.
# Matters:  Notices of a holiday, a road closed, a meeting put off are exactly of that length. An
#           indexer that looks at the output only takes them for empty documents.
# Instead:  Look at the exit status, and hand what antiword refuses to LibreOffice before a file is
#           reported as unreadable.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v antiword >/dev/null || apt-get install -qq -y --no-install-recommends antiword >/dev/null
command -v soffice >/dev/null || apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0
cat > make.py <<'PY'
import docx

sentence = "因管道检修，下列路段将于夜间临时停水，请居民提前储水。"
for length in (250, 300):
    document = docx.Document()
    document.add_paragraph((sentence * 20)[:length])
    document.save(f"notice{length}.docx")
PY
venv/bin/python make.py
soffice --headless -env:UserInstallation="file://$work/profile" --convert-to doc notice250.docx notice300.docx >/dev/null 2>&1
soffice --version
dpkg-query -W antiword
for length in 250 300; do
    status=0
    antiword -m UTF-8 -w 0 "notice$length.doc" > out.txt 2> err.txt || status=$?
    found=$(tr -d '\n' < out.txt | LC_ALL=C.UTF-8 wc -m)
    echo "$length characters: status $status, $found read, $(cat err.txt)"
    case $length in
        250) test "$status/$found" = 1/0 ;;
        300) test "$status/$found" = 0/300 ;;
    esac
done
echo "as described: the shorter notice is refused"
