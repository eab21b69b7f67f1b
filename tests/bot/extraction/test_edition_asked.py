"""Documents of one title for several years or months, of which one is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.extraction.edition_asked import of_other_editions
from bot.library import open_library
from bot.questions.question import read_question
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.index.catalog import Catalog
from vectorstore.ingest import ingest

TITLES = {
    "forest-2030.txt": "竹屿2030年护林通报",
    "forest-2031.txt": "竹屿2031年护林通报",
    "fishing-3.txt": "雁湖港2031年3月渔获情况通报",
    "fishing-5.txt": "雁湖港2031年5月渔获情况通报",
    "fishing-q2.txt": "雁湖港2031年第二季度渔获情况通报",
    "fishing-5-before.txt": "雁湖港2030年5月份渔获情况通报",
    "ferries.txt": "竹屿2030年渡船通报",
    "work-2030.txt": "浦尾镇2030年政府工作报告",
    "work-2031.txt": "浦尾镇2031年政府工作报告",
    "plan-2030.txt": "浦尾镇2030年造林计划",
    "plan-2031.txt": "浦尾镇2031年造林计划",
}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """The catalogue of documents with these titles."""
    folder: Path = tmp_path_factory.mktemp("titles")
    for name, title in TITLES.items():
        (folder / name).write_text(f"{title}\n\n完成的情况比上年好，各村都很努力。\n", encoding="utf-8")
    ingest([folder], folder / "index", BUNDLED)
    library = open_library(folder / "index", BUNDLED)
    yield library.catalog
    library.close()


@pytest.mark.parametrize(
    ("question", "series", "others"),
    [
        ("竹屿2031年巡山多少次？", "forest", {"2030"}),
        ("竹屿2030年巡山多少次？", "forest", {"2031"}),
        ("雁湖港2031年5月渔获量是多少？", "fishing", {"3", "q2", "5-before"}),
        ("雁湖港3月渔获量是多少？", "fishing", {"5", "q2", "5-before"}),
        ("雁湖港5月渔获量是多少？", "fishing", {"3", "q2"}),
        ("雁湖港二季度渔获量是多少？", "fishing", {"3", "5", "5-before"}),
    ],
)
def test_the_other_editions_of_what_is_asked_about(
    catalog: Catalog, question: str, series: str, others: set[str]
) -> None:
    """Of one title but for its year, its month or its quarter."""
    files = [file for file in TITLES if file.startswith((series, "ferries"))]
    expected = {f"{series}-{one}.txt": TITLES[f"{series}-{one}.txt"] for one in others}
    assert of_other_editions(read_question(question), files, catalog) == expected


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("竹屿巡山多少次？", ["forest-2030.txt", "forest-2031.txt"]),
        ("竹屿2031年渡船开了多少班？", ["ferries.txt"]),
        ("竹屿2032年巡山多少次？", ["forest-2030.txt", "forest-2031.txt"]),
        ("竹屿2031年巡山多少次？", ["forest-2030.txt", "ferries.txt"]),
        ("浦尾镇2031年修了几座码头？", ["work-2030.txt", "work-2031.txt"]),
        ("浦尾镇2031年造林多少亩？", ["plan-2030.txt", "plan-2031.txt"]),
    ],
)
def test_nothing_is_shut_out_where_no_edition_is_meant(
    catalog: Catalog, question: str, files: list[str]
) -> None:
    """No year is asked about, none of the documents is of it, or they speak of more years than their title's."""
    assert of_other_editions(read_question(question), files, catalog) == {}
