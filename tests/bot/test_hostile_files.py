"""Broken, locked, nested and endless files of every kind: one clear word each, whichever way they come in."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.messages.unread import unread_text
from bot.telegram.collections.convert_worker import Unreadable, describe
from bot.types import Language
from tests.commands import run
from tests.hostile_files import WORDS, Hostile, every, whole
from vectorstore.documents.formats import child
from vectorstore.documents.formats.detect import ARCHIVES, detect
from vectorstore.documents.load import read_all

pytestmark = pytest.mark.usefixtures("warm_reading")

_FILES = every(large=False)


def _told(file: Hostile, folder: Path) -> tuple[list[tuple[str, str]], int]:
    """Why a file, or parts of it, can't be read, with what that concerns; and how many documents are read of it.

    Files that a chat may send are read as the chat reads them, archives as the command line does.
    """
    data = file.data
    if detect(data, file.name) not in ARCHIVES:
        try:
            describe(data, file.name, 10_000_000)
        except Unreadable as exc:
            return [(exc.why or exc.reason, exc.detail)], 0
        return [], 1
    (folder / file.name).write_bytes(data)
    documents, failed = read_all(folder / file.name, file.name)
    return [(str(e.params["reason"]), str(e.params.get("detail", ""))) for e in failed], len(documents)


@pytest.mark.parametrize("file", _FILES, ids=[file.name for file in _FILES])
def test_a_hostile_file_gets_one_clear_word(file: Hostile, tmp_path: Path) -> None:
    """It is named with a reason that fits, in a line of either language, or what is whole of it is read; soon."""
    started = time.process_time()
    told, read = _told(file, tmp_path)
    assert {reason for reason, _ in told} <= file.reasons
    assert told or read
    assert not read or file.may_read
    for reason, detail in told:
        lines = [unread_text(reason, detail, language) for language in Language]
        assert all(line and "\n" not in line for line in lines)
        assert len(set(lines)) == len(lines)
    # What a child does is limited there; this process is kept busy by none of it.
    assert time.process_time() - started < 20


def test_whole_files_of_these_kinds_are_read(tmp_path: Path) -> None:
    """What the hostile files are made of is read without a word, so that it's their faults that are told."""
    for ending, data in whole().items():
        path = tmp_path / f"好{ending}"
        path.write_bytes(data)
        documents, failed = read_all(path, path.name)
        assert [len(documents), failed] == [1, []], ending
        assert ending in {".csv", ".xlsx"} or WORDS in documents[0].text.replace("，", ","), ending


def test_bytes_tell_what_a_file_is_under_every_ending() -> None:
    """A file under the ending of another kind is read as what it is, or is named: none is taken for another one."""
    files = whole()
    for own, data in files.items():
        kind = detect(data, f"a{own}")
        for other in (*files, ".doc", ".xls", ".ppt", ".wps", ".rtf", ".png", ".7z", ".bin", ""):
            found = detect(data, f"a{other}")
            if own in {".txt", ".md", ".csv"}:
                named = {"damaged", "txt", "md", "csv", "html", "mht", "eml"}
                assert found in named, (own, other)
            elif own in {".mht", ".eml"}:
                assert found in {"mht", "eml"}, (own, other)
            else:
                assert found == kind, (own, other)


def test_a_folder_of_hostile_files_hides_no_sound_one(tmp_path: Path) -> None:
    """Beside files with every kind of fault the sound ones are in, each other one is named once, and the code says so."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for ending, data in whole().items():
        (folder / f"好{ending}").write_bytes(data)
    bad = [
        f
        for f in _FILES
        if f.name in {"空.docx", "截5.ofd", "截5.zip", "密.pdf", "密.docx", "图元.ofd", "套.zip", "密.txt"}
    ]
    for file in bad:
        (folder / file.name).write_bytes(file.data)
    (tmp_path / "data").mkdir()
    done = run(tmp_path / "data", "ingest", "--json", str(folder))
    assert done.code == 4, done.err
    assert len(done.json["added"]) == len(whole())
    named = [one["file"].split("/")[0] for one in done.json["skipped"]]
    assert sorted(named) == sorted(file.name for file in bad)


@pytest.mark.parametrize("ending", [".html", ".md", ".txt"])
def test_a_large_text_is_read_in_a_child_as_it_is_here(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page, a Markdown and a plain text give the same blocks, markup and notes whichever process reads them."""
    page = f"<h1>印章&amp;证照</h1><p>{WORDS}</p><ul><li>一<sup>2</sup></ul><a href=a.doc>附件</a><iframe src=b.html></iframe>"
    data = (page if ending != ".txt" else f"关于印章的通知\n{WORDS}\n2026年1月5日\n").encode()
    kind = ending.strip(".")
    here = child.read_text(data, kind, f"a{ending}")
    monkeypatch.setattr(child, "READ_IN_PLACE", 0)
    assert child.read_text(data, kind, f"a{ending}") == here
    assert here.blocks


def test_a_text_that_takes_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of memory hold for pages as for all else."""
    monkeypatch.setattr(child, "READ_IN_PLACE", 0)
    monkeypatch.setattr(child, "MEMORY", 20 * 1024 * 1024)
    (reason,), read = _told(Hostile("a.html", f"<p>{WORDS}</p>".encode(), frozenset()), Path())
    assert (reason[0] in {"limits", "damaged"}, read) == (True, 0)
