"""Removed text is erased when that is asked for, and only then."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.index.test_layers import _text
from vectorstore.index import building, generations
from vectorstore.index.catalog import Catalog
from vectorstore.index.journal import FILE, Journal
from vectorstore.ingest import check_generation, ingest

SECRET = "甲方账户密码为鹧鸪天七八九"


@pytest.fixture
def home(tmp_path: Path, tiny_model: Path) -> Path:
    """An index whose documents held a secret in two places that are removed by now, one by an update."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(20):
        (docs / f"{number:02}.txt").write_text(_text(number), "utf-8")
    (docs / "04.txt").write_text(_text(4) + f"\n{SECRET},请妥善保管。\n", "utf-8")
    (docs / "secret.txt").write_text(f"备忘录\n\n{SECRET},另见附件。\n", "utf-8")
    ingest([docs], tmp_path / "index", str(tiny_model))
    (docs / "04.txt").write_text(_text(4), "utf-8")
    (docs / "secret.txt").unlink()
    ingest([docs], tmp_path / "index", str(tiny_model))
    return tmp_path


def _holding(index: Path, words: str) -> set[str]:
    """The files with these words in any encoding that is written here."""
    forms = [words.encode(code) for code in ("utf-8", "utf-16-le", "utf-32-le", "gb18030")]
    forms.append(words.encode("unicode_escape"))
    return {
        path.name
        for path in index.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    }


def test_forgetting_erases_removed_text_from_every_file(home: Path, tiny_model: Path) -> None:
    """Before it the text is in the catalogues and in Chroma; behind it no file has it, and the rest answers."""
    index, model = home / "index", str(tiny_model)
    words = "鹧鸪天七八九"
    assert {"catalogue.sqlite", "chroma.sqlite3", "text"} <= _holding(index, words)
    Journal(index, "another model").add(["00" * 16], [np.zeros(3, np.float32)])
    report = ingest([], index, model, forget=0)
    assert (report.embedded, report.changed, report.removed) == (0, (), ())
    assert _holding(index, words) == set()
    assert generations.finished(index) == [generations.current(index)]
    assert not (index / FILE).exists()
    folder = generations.current(index)
    check_generation(folder)
    catalog = Catalog.open(folder)
    assert catalog.all_retired() == []
    assert len(catalog.documents()) == 20
    catalog.close()
    pages = sqlite3.connect(folder / "catalogue.sqlite")
    assert pages.execute("PRAGMA freelist_count").fetchone() == (0,)
    pages.close()


def test_an_age_keeps_what_was_removed_since(
    home: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removed today it stays when thirty days are given, and goes a month later; earlier generations go at once."""
    index, model = home / "index", str(tiny_model)
    ingest([], index, model, forget=30)
    catalog = Catalog.open(generations.current(index))
    assert {one.file for one in catalog.all_retired()} == {"04.txt", "secret.txt"}
    catalog.close()
    assert _holding(index, "鹧鸪天七八九") == {"catalogue.sqlite"}

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(UTC) + timedelta(days=30)

    import vectorstore.ingest

    monkeypatch.setattr(vectorstore.ingest, "datetime", Later)
    monkeypatch.setattr(building, "datetime", Later)
    ingest([], index, model, forget=30)
    assert _holding(index, "鹧鸪天七八九") == set()
