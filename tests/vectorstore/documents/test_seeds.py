"""The seed documents and what is known of them."""

import hashlib
import json

from tests.commands import SEEDS
from tests.corpus import seed
from vectorstore.text.search_form import bare_form

PROVENANCE = json.loads((SEEDS / "provenance.json").read_text("utf-8"))["documents"]


def test_every_seed_has_the_bytes_that_its_provenance_names() -> None:
    """Each seed's sha256 is the one in provenance.json, and no other text lies in the folder."""
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.glob("*.txt")}
    assert found == {entry["file"]: entry["sha256"] for entry in PROVENANCE}
    assert len(found) == 5


def test_provenance_invents_nothing() -> None:
    """Every title, publisher, author and date of the provenance stands in its document."""
    for entry in PROVENANCE:
        text = bare_form((SEEDS / entry["file"]).read_text("utf-8")).text
        for field in ("title", "publisher"):
            assert bare_form(entry.get(field, "")).text in text, entry["file"]
        for name in entry.get("author", "").split():
            assert bare_form(name).text in text, entry["file"]
        if date := entry.get("date"):
            year, month, day = date.split("-")
            assert f"{year}年{month}月{day}日" in text or f"{year}|{month}|{day}" in text


def test_seeds_without_a_date_are_given_none() -> None:
    """Documents 002 and 004 have no date in their provenance and none after reading."""
    undated = {entry["file"][:3] for entry in PROVENANCE if not entry.get("date")}
    assert {"002", "004"} <= undated
    assert [seed(number).metadata.date for number in ("002", "004")] == ["", ""]


def test_provenance_goes_before_what_the_text_says() -> None:
    """A seed's metadata are those of its provenance where that names them."""
    for entry in PROVENANCE:
        metadata = seed(entry["file"][:3]).metadata
        for field in ("title", "publisher", "author", "date", "script"):
            if entry.get(field):
                assert getattr(metadata, field) == entry[field]


def test_a_seed_without_a_title_is_called_by_its_file() -> None:
    """Document 004, which has no title, is shown under its file name."""
    assert seed("004").metadata.title == ""
    assert seed("004").title == "004_396bfa582ca6ad52.txt"
