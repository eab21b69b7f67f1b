"""`yinju remove`: documents leave the index, their files stay, and later ingests leave them out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.commands import run

_WORDS = "各单位值班人员应当于每日{}时30分前到岗,交接班记录保存三年。\n"


@pytest.fixture
def indexed(tmp_path: Path) -> tuple[Path, Path, dict[str, str]]:
    """A data folder with an index of four documents, two of them in an archive; the folder; the settings."""
    docs, data = tmp_path / "docs", tmp_path / "data"
    docs.mkdir()
    data.mkdir()
    for number, name in enumerate(["值班通知.txt", "值班办法.txt"], 7):
        title = name.removesuffix(".txt")
        (docs / name).write_text(f"关于加强{title}工作的意见\n\n{_WORDS.format(number)}", "utf-8")
    with zipfile.ZipFile(docs / "卷宗.zip", "w") as archive:
        for number in (9, 10):
            archive.writestr(f"第{number}件.txt", _WORDS.format(number))
    settings = {"DOCUMENTS": str(docs)}
    assert run(data, "ingest", str(docs), more=settings).code == 0
    return data, docs, settings


def _files(data: Path, settings: dict[str, str]) -> list[str]:
    return [row["file"] for row in run(data, "sources", "--json", more=settings).json]


def test_a_removed_document_stays_out_until_its_file_is_named(
    indexed: tuple[Path, Path, dict[str, str]],
) -> None:
    """It is gone from the list, a later ingest leaves it out and says so, and naming its file takes it in."""
    data, docs, settings = indexed
    done = run(data, "remove", "值班办", more=settings)
    assert (done.code, "移除 1：值班办法.txt" in done.out) == (0, True)
    assert "先前移除" not in done.out
    rest = ["值班通知.txt", "卷宗.zip/第10件.txt", "卷宗.zip/第9件.txt"]
    assert sorted(_files(data, settings)) == sorted(rest)
    assert (docs / "值班办法.txt").is_file()

    (docs / "值班办法.txt").write_text(_WORDS.format(11), "utf-8")
    later = run(data, "--lang", "en", "ingest", more=settings)
    assert later.code == 0
    assert "1 removed earlier stay out: 值班办法.txt" in later.out
    assert run(data, "ingest", str(docs), more=settings).code == 0
    assert sorted(_files(data, settings)) == sorted(rest)

    back = run(data, "ingest", str(docs / "值班办法.txt"), more=settings)
    assert "新增 1：值班办法.txt" in back.out
    assert "值班办法.txt" in _files(data, settings)
    assert "先前移除" not in run(data, "ingest", more=settings).out


def test_an_archive_is_removed_with_what_is_packed_into_it_later(
    indexed: tuple[Path, Path, dict[str, str]],
) -> None:
    """The archive's name means all of its members, one member's name that member alone."""
    data, docs, settings = indexed
    assert run(data, "remove", "卷宗.zip/第9件.txt", more=settings).code == 0
    assert "卷宗.zip/第10件.txt" in _files(data, settings)
    assert run(data, "remove", str(docs / "卷宗.zip"), "--quiet", more=settings).code == 0
    with zipfile.ZipFile(docs / "卷宗.zip", "a") as archive:
        archive.writestr("第12件.txt", _WORDS.format(12))
    later = run(data, "ingest", "--json", more=settings)
    assert later.json["taken_out"] == ["卷宗.zip"]
    assert sorted(_files(data, settings)) == ["值班办法.txt", "值班通知.txt"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_name_is_one_line_with_candidates_and_changes_nothing(
    indexed: tuple[Path, Path, dict[str, str]], language: str
) -> None:
    """A name that means none, or several, is told with the nearest ones; nothing is taken out."""
    data, _, settings = indexed
    before = _files(data, settings)
    unknown = run(data, "--lang", language, "remove", "值班通知.txt", "值班通之.txt", more=settings)
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.err.count("\n") == 1
    assert unknown.err.index("值班通之.txt") < unknown.err.index("值班通知.txt")
    several = run(data, "--lang", language, "remove", "值班", more=settings)
    assert (several.code, several.out) == (1, "")
    assert several.err.count("\n") == 1
    assert {"zh": "、", "en": ", "}[language].join(("值班办法.txt", "值班通知.txt")) in several.err
    assert _files(data, settings) == before


def test_a_folder_that_was_added_is_removed_whole_and_the_last_one_is_refused(
    indexed: tuple[Path, Path, dict[str, str]], tmp_path: Path
) -> None:
    """A folder's path takes it out with all below; what would leave nothing is refused in one line."""
    data, docs, settings = indexed
    more = tmp_path / "more"
    more.mkdir()
    (more / "补充.txt").write_text(_WORDS.format(12), "utf-8")
    assert run(data, "ingest", str(more), more=settings).code == 0
    assert run(data, "remove", str(docs), more=settings).code == 0
    assert _files(data, settings) == ["补充.txt"]
    refused = run(data, "remove", "补充.txt", more=settings)
    assert (refused.code, refused.out) == (1, "")
    assert "yinju ingest --only" in refused.err
    assert _files(data, settings) == ["补充.txt"]


def test_removing_before_any_ingest_says_what_to_do(tmp_path: Path) -> None:
    """Without an index there is one line that names the command."""
    done = run(tmp_path, "remove", "通知.txt")
    assert (done.code, done.out) == (1, "")
    assert "yinju ingest" in done.err
