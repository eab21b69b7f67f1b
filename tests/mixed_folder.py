"""A folder as an office has it: thirty files of many formats that can be read, ten that can't."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.bot.telegram.papers import docx, pdf, zip_bomb
from tests.office_files import converted, html, ofd

_OFFICES = [
    "办公室",
    "财务处",
    "人事处",
    "法规处",
    "督查处",
    "信息处",
    "后勤处",
    "档案室",
    "保卫处",
    "研究室",
]
#: Why each of the ten can't be read.
UNREADABLE = {
    "加密.docx": "encrypted", "加密.pdf": "encrypted", "半截.docx": "damaged", "半截.pdf": "damaged",
    "炸弹.xlsx": "expands", "程序.exe": "unsupported", "空白.txt": "empty", "图片页.ofd": "pages-pictures",
    "资料.rar": "archive-kind", "乱码.txt": "encoding",
}  # fmt: skip


def notice(number: int) -> str:
    """A document of its own: a title and two paragraphs that no other one has."""
    office = _OFFICES[number % len(_OFFICES)]
    return (
        f"关于印发{office}第{number}号管理办法的通知\n"
        f"{office}应当于每月{number % 28 + 1}日前汇总第{number}号台账，经主任审核后归档，保存期限为{number + 3}年。\n"
        f"违反第{number}号办法的，由{office}责令在{number + 2}个工作日内改正，并在全局通报。\n"
    )


def _rows(number: int) -> list[list[str]]:
    office = _OFFICES[number % len(_OFFICES)]
    return [["项目", "负责处室", "金额（万元）"], [f"第{number}号设备", office, str(100 + number)],
            [f"第{number}号维修", office, str(10 + number)]]  # fmt: skip


def make(folder: Path, work: Path) -> tuple[list[str], dict[str, str]]:
    """Write the forty files; the names of those that can be read, and the reason of each other one."""
    folder.mkdir()
    numbers = iter(range(1, 31))

    def add(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)

    for codec in ("utf-8", "gb18030", "utf-16", "utf-8-sig"):
        number = next(numbers)
        add(f"{number:02}.txt", notice(number).encode(codec))
    for number in (next(numbers), next(numbers)):
        title, *rest = notice(number).splitlines()
        add(f"{number:02}.md", f"# {title}\n\n{chr(10).join(rest)}\n".encode())
    for number in (next(numbers), next(numbers), next(numbers)):
        add(f"{number:02}.html", html(notice(number)).encode())
    for number, codec in ((next(numbers), "utf-8"), (next(numbers), "gb18030")):
        add(f"{number:02}.csv", "\n".join(",".join(row) for row in _rows(number)).encode(codec))
    number = next(numbers)
    add(f"{number:02}.tsv", "\n".join("\t".join(row) for row in _rows(number)).encode())
    for number in (next(numbers), next(numbers), next(numbers)):
        title, *rest = notice(number).splitlines()
        add(f"{number:02}.docx", docx([("Title", title), *(("Normal", line) for line in rest)]))
    for number in (next(numbers), next(numbers), next(numbers)):
        add(f"{number:02}.xlsx", _workbook(_rows(number)))
    for number in (next(numbers), next(numbers), next(numbers)):
        add(f"{number:02}.ofd", ofd(notice(number)))
    for number in (next(numbers), next(numbers)):
        add(f"{number:02}.pdf", pdf([notice(number).splitlines()]))
    texts = work / "texts"
    texts.mkdir(parents=True)
    targets = {"docx": 1, "pdf": 2, "doc": 2, "odt": 1, "rtf": 1}
    sources = {target: [texts / f"{next(numbers):02}.txt" for _ in range(n)] for target, n in targets.items()}
    for path in (path for paths in sources.values() for path in paths):
        path.write_text(notice(int(path.stem)), "utf-8")
    secret = texts / "加密.txt"
    secret.write_text(notice(40), "utf-8")
    # A start of the office program takes a second: what passes through one format on its way is made at one go.
    through = {target: sources[target] for target in ("pdf", "doc", "rtf", "odt")} | {"": [secret]}
    converted([path for paths in through.values() for path in paths], "odt", texts)
    converted(sources["docx"], "docx", folder)
    for target in ("pdf", "doc", "rtf"):
        converted([path.with_suffix(".odt") for path in sources[target]], target, folder)
    for path in sources["odt"]:
        path.with_suffix(".odt").rename(folder / f"{path.stem}.odt")
    readable = sorted(path.name for path in folder.iterdir())
    _unreadable(folder, secret.with_suffix(".odt"), add)
    return readable, UNREADABLE


def _unreadable(folder: Path, odt: Path, add: Callable[[str, bytes], None]) -> None:
    add(
        "加密.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(512)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(512),
    )
    options = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"ab12"}}'
    converted([odt], f"pdf:writer_pdf_Export:{options}", folder)
    whole = docx([("Normal", notice(41))])
    add("半截.docx", whole[: len(whole) // 2])
    add("半截.pdf", pdf([notice(42).splitlines()])[:300])
    add("炸弹.xlsx", zip_bomb())
    add("程序.exe", b"MZ" + bytes(300))
    add("空白.txt", b" \r\n\r\n")
    add("图片页.ofd", _pictures())
    add("资料.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100))
    add("乱码.txt", bytes(range(256)) * 40)


def _workbook(rows: list[list[str]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pictures() -> bytes:
    """An OFD file whose pages hold pictures only."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ofd(notice(43)))) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            data = whole.read(name).decode()
            archive.writestr(name, data.replace("TextObject", "ImageObject").replace("TextCode", "Border"))
    return out.getvalue()
