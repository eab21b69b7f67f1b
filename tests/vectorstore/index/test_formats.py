"""Files of other formats in an index: notes, archives, pages, and an index of an earlier format."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.commands import run
from vectorstore.index import generations
from vectorstore.index.catalog import FILE, Catalog
from vectorstore.index.manifest import FILE as MANIFEST
from vectorstore.ingest import Report, ingest

pytestmark = pytest.mark.usefixtures("warm_reading")

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT = "印章由办公室统一保管,每季度盘点一次,使用须经主任批准。"


def _word(*, picture: bool = False) -> bytes:
    drawn = "<w:p><w:r><w:drawing/></w:r></w:p>" if picture else ""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        body = f"<w:p><w:r><w:t>{_TEXT}</w:t></w:r></w:p>{drawn}"
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        )
    return out.getvalue()


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet, hidden = book.active, book.create_sheet("底稿")
    sheet.title = "车辆"
    hidden.sheet_state = "hidden"
    for row in (("车型", "数量"), ("轿车", "12"), ("货车", "7")):
        sheet.append(row)
        hidden.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def _reasons(report: Report) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    skipped, notes = ({(one.file, one.reason) for one in group} for group in (report.skipped, report.notes))
    return skipped, notes


def test_pictures_and_hidden_sheets_are_notes(tmp_path: Path) -> None:
    """A file that holds pictures or a hidden sheet besides was read: that is told, and the code is 0."""
    docs, data = tmp_path / "docs", tmp_path / "data"
    docs.mkdir()
    data.mkdir()
    (docs / "a.docx").write_bytes(_word(picture=True))
    (docs / "b.xlsx").write_bytes(_workbook())
    done = run(data, "ingest", str(docs))
    assert done.code == 0, done.out + done.err
    assert "注意：a.docx（图片里的文字未读：1）" in done.out
    assert "注意：b.xlsx（隐藏的工作表未读：底稿）" in done.out
    assert "跳过" not in done.out
    (docs / "c.docx").write_bytes(_word()[:200])
    report = json.loads((again := run(data, "ingest", "--json")).out)
    assert again.code == 4
    assert [(one["file"], one["reason"]) for one in report["skipped"]] == [("c.docx", "damaged")]
    assert [one["file"] for one in report["notes"]] == ["a.docx", "b.xlsx"]
    catalog = Catalog.open(generations.current(data / "index"))
    assert {p.page for p in catalog.passages("b.xlsx")} == {"车辆"}
    catalog.close()


def test_archives_of_one_name_in_two_folders_keep_their_members(tmp_path: Path, tiny_model: Path) -> None:
    """The members of an archive don't take the place of another folder's archive of the same name."""
    for folder, words in (("a", "车辆"), ("b", "印章")):
        (tmp_path / folder).mkdir()
        text = f"{words}管理办法\n\n{words}由办公室统一登记,每季度盘点一次。\n"
        (tmp_path / folder / "卷宗.zip").write_bytes(_archive(一_txt=text.encode()))
    report = ingest([tmp_path / "a", tmp_path / "b"], tmp_path / "index", str(tiny_model))
    assert report.added == ("b/卷宗.zip/一.txt", "卷宗.zip/一.txt")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that can be seen but not read")
def test_the_members_of_an_archive_that_is_away_stay(tmp_path: Path, tiny_model: Path) -> None:
    """An archive that can't be read now keeps its members' passages, and they are named as kept."""
    docs = tmp_path / "docs"
    docs.mkdir()
    path = docs / "卷宗.zip"
    path.write_bytes(_archive(一_docx=_word(), 二_xlsx=_workbook()))
    names = ("卷宗.zip/一.docx", "卷宗.zip/二.xlsx")
    first = ingest([docs], tmp_path / "index", str(tiny_model))
    assert (first.added, *_reasons(first)) == (names, set(), {(names[1], "sheet-hidden")})
    path.unlink()
    path.symlink_to("/proc/self/mem")
    second = ingest([], tmp_path / "index", str(tiny_model))
    assert (second.away, second.removed, second.skipped) == (names, (), ())


def test_an_index_of_an_earlier_format_is_built_upon(tmp_path: Path, tiny_model: Path) -> None:
    """A catalogue without formats and pages is read: its vectors are used again, what is gone retires."""
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "a.txt").write_text(f"印章管理办法\n\n{_TEXT}\n", "utf-8")
    (docs / "b.txt").write_text("车辆管理办法\n\n车辆由办公室统一登记,每季度盘点一次。\n", "utf-8")
    ingest([docs], index, str(tiny_model))
    folder = generations.current(index)
    with sqlite3.connect(folder / FILE) as database:
        for table, column in (("documents", "format"), ("documents", "parts"), ("passages", "page")):
            database.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    database.close()
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    # Formats before the third had no sums, or others; the first is recognised by having none.
    earlier = {**manifest, "files": {}, "versions": {**manifest["versions"], "format": 1}}
    del earlier["sum"]
    (folder / MANIFEST).write_text(json.dumps(earlier), "utf-8")
    (docs / "b.txt").unlink()
    report = ingest([], index, str(tiny_model))
    assert (report.unchanged, report.removed, report.embedded) == (("a.txt",), ("b.txt",), 0)
    catalog = Catalog.open(generations.current(index))
    assert [record.format for record in catalog.documents()] == ["txt"]
    assert {one.file for one in catalog.all_retired()} == {"b.txt"}
    catalog.close()
