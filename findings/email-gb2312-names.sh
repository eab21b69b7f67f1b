#!/usr/bin/env bash
# Versions: the email package of Python 3.11 (its standard library).
# Seen:     A letter that is labelled gb2312 and holds 〇, 镕 or 喆 loses more than that character: get_content() and a
#           Subject give 朱�F基 and 二��二六年, without an error, a defect or a warning; of 喆、 the mark behind
#           it goes as well. email.header.make_header raises UnicodeDecodeError for the same Subject. get_filename()
#           gives ֵ���.doc for an attachment that is called 值班表.doc in bare GBK bytes.
# Guessed:  The email package takes gb2312 for GBK, as every mail program does, or at least notes a defect.
# Matters:  Chinese mail programs write gb2312 over GBK; names of persons and years with 〇 are what a letter is
#           searched for, and attachments whose names became one and the same overwrite one another.
# Instead:  get_payload(decode=True) and raw_items() keep the bytes: decode them as GB18030 where the label says
#           gb2312 or gbk, or says nothing and they are no UTF-8.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > probe.py <<'PY'
import base64
import platform
from email import header, message_from_bytes, policy

print("Python", platform.python_version())
words = "二〇二六年朱镕基、陶喆、二人出席。"
subject = base64.b64encode("朱镕基同志讲话".encode("gbk")).decode()
data = (
    f"MIME-Version: 1.0\nSubject: =?gb2312?B?{subject}?=\nContent-Type: multipart/mixed; boundary=b\n\n".encode()
    + b"--b\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n" + words.encode("gbk")
    + b'\n--b\nContent-Type: application/msword\nContent-Disposition: attachment; filename="'
    + "值班表.doc".encode("gbk") + b'"\n\nx\n--b--\n'
)
message = message_from_bytes(data, policy=policy.default)
body = message.get_body(("plain",))
name = next(message.iter_attachments()).get_filename()
print("words:", repr(body.get_content()), "defects:", message.defects + body.defects)
print("subject:", repr(message["Subject"]), "defects:", message["Subject"].defects)
print("attachment:", repr(name))
try:
    made = str(header.make_header(header.decode_header(f"=?gb2312?B?{subject}?=")))
except UnicodeDecodeError as exc:
    made = f"UnicodeDecodeError: {exc.reason}"
print("make_header:", made)
assert "二〇二六年" not in body.get_content() and "\ufffd" in body.get_content(), "gb2312 is read as GBK now"
assert "镕" not in message["Subject"] and "\ufffd" in message["Subject"]
assert not body.defects and not message["Subject"].defects
assert made.startswith("UnicodeDecodeError") and "\ufffd" in name
assert body.get_payload(decode=True).decode("gb18030").strip() == words, "the bytes are kept"
PY
python3 probe.py
echo "as described: letters labelled gb2312 lose 〇 and 镕 without a word"
