"""The five seed documents and two others in the formats of offices: is as much found and answered as from plain text?

    python -m benchmarks.formats [--only NAME...] [--questions FILE] [--ask N] [--keep FILE]

Each format is made by a real program (LibreOffice, Chromium, a scanner's noise; OFD by the tests'
own writer; .xlsx and .csv with a paragraph a row), ingested by the real ingest, and asked the questions of the
seeds and those of `other.jsonl` that the two others answer. Evidence counts as
found when one of the first five passages has nine tenths of it, so that a character that was
recognised wrongly is no miss by itself; an answer is right when it has the wanted words exactly.
With `--keep`, what was measured of each format is written to a file, and a later run goes on from there.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from rapidfuzz import fuzz

from bot.evaluation.evaluate import Case, Outcome, evaluate, read_cases
from bot.library import build_asker, open_library
from tests.commands import PROJECT, SEEDS
from tests.office_files import converted, has_browser, has_office, html, ofd, printed
from tests.scanner import font_file, scanned_pdf
from vectorstore.documents.formats.scan import can_recognise
from vectorstore.documents.load import read_file
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest
from vectorstore.text.search_form import bare_form

QUESTIONS = PROJECT / "tests" / "questions"
#: Documents besides the seeds, of other kinds: an account of experience and a survey.
_OTHERS = ("105_experience.txt", "106_survey.txt")
#: Of a quotation, so many per cent must stand in a passage.
_NEARLY = 90


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one format."""

    name: str
    documents: int
    passages: int
    evidence: int
    right: int
    declined: int
    answerable: int
    unanswerable: int
    right_cases: tuple[str, ...]
    changed: tuple[str, ...]
    reading: float


def makers(work: Path) -> dict[str, Callable[[list[Path], Path], object]]:
    """How each format is made of the text files, into a folder; those whose program is missing are left out."""

    def office(target: str) -> Callable[[list[Path], Path], object]:
        def make(sources: list[Path], folder: Path) -> None:
            word = folder if target == "docx" else work / "docx-for-others"
            made = converted(sources, "docx", word, work / "profile")
            if target != "docx":
                converted(made, target, folder, work / "profile")

        return make

    def as_wps(sources: list[Path], folder: Path) -> None:
        # What WPS saves under this name is Word's older format.
        office("doc")(sources, folder)
        for made in folder.glob("*.doc"):
            made.rename(made.with_suffix(".wps"))

    def by_browser(sources: list[Path], folder: Path) -> None:
        for source in sources:
            page = work / f"{source.stem}.html"
            page.write_text(html(source.read_text("utf-8"), titled=False), "utf-8")
            printed(page, folder / f"{source.stem}.pdf", work / "browser")

    def written(suffix: str, make: Callable[[str], bytes]) -> Callable[[list[Path], Path], object]:
        def every(sources: list[Path], folder: Path) -> None:
            for source in sources:
                (folder / f"{source.stem}{suffix}").write_bytes(make(source.read_text("utf-8")))

        return every

    found: dict[str, Callable[[list[Path], Path], object]] = {
        ".txt": written(".txt", str.encode),
        ".html": written(".html", lambda text: html(text, titled=False).encode()),
        ".xlsx": written(".xlsx", sheet),
        ".csv": written(".csv", separated),
        ".ofd": written(".ofd", ofd),
    }
    if has_office():
        found |= {".docx": office("docx"), ".doc": office("doc"), ".wps": as_wps}
        found[".pdf, LibreOffice"] = office("pdf")
    if has_browser():
        found[".pdf, Chromium"] = by_browser
    if can_recognise() and font_file():
        for dpi in (300, 150):
            found[f"scan, {dpi} dpi"] = written(".pdf", lambda text, dpi=dpi: scanned_pdf(text, dpi))  # type: ignore[misc]
    return found


def sheet(text: str) -> bytes:
    """A workbook of one sheet with a paragraph in each row."""
    import openpyxl

    book = openpyxl.Workbook()
    for line in filter(str.strip, text.splitlines()):
        book.active.append([line.strip()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def separated(text: str) -> bytes:
    """A file of values parted by commas with a paragraph in each row, in the encoding that offices save it in."""
    out = io.StringIO()
    csv.writer(out).writerows([line.strip()] for line in text.splitlines() if line.strip())
    return out.getvalue().encode("gb18030")


def unwrapped(folder: Path) -> list[Path]:
    """The other documents with a paragraph a line: an office program would take each line of a wrapped one for one."""
    folder.mkdir()
    made = []
    for name in _OTHERS:
        document = read_file(QUESTIONS / "documents" / name, name)
        lines = ("".join(block.span.of(document.text).split("\n")) for block in document.blocks)
        made.append(folder / name)
        made[-1].write_text("".join(line.replace("\r", "") + "\n" for line in lines), "utf-8")
    return made


def asked(file: Path | None) -> list[Case]:
    """The cases of a file; without one, those of the seeds and what the other documents answer."""
    if file:
        return read_cases(file)
    numbers = {name[:3] for name in _OTHERS}
    others = [
        case
        for case in read_cases(QUESTIONS / "other.jsonl")
        if case.answerable and case.evidence and {doc for doc, _ in case.evidence} <= numbers
    ]
    return [*read_cases(QUESTIONS / "seeds.jsonl"), *others]


def measure(name: str, folder: Path, cases: list[Case], before: Row | None) -> Row:
    """Ingest a folder and ask it; `before` is what was measured of the text files."""
    with tempfile.TemporaryDirectory() as data:
        started = time.monotonic()
        report = ingest([folder], Path(data) / "index")
        reading = time.monotonic() - started
        library = open_library(Path(data) / "index", BUNDLED)
        try:
            outcomes = evaluate(cases, build_asker(library, long_lived=True), library.catalog)
        finally:
            library.close()
    answerable = [one for one in outcomes if one.case.answerable]
    right = tuple(one.case.id for one in answerable if one.right)
    plain = set(before.right_cases) if before else set(right)
    changed = (
        *(f"+{id}" for id in right if id not in plain),
        *(f"-{id}" for id in sorted(plain - set(right))),
    )
    return Row(
        name,
        len(report.added),
        report.passages,
        sum(map(in_first_five, answerable)),
        len(right),
        sum(not one.answered for one in outcomes if not one.case.answerable),
        len(answerable),
        len(outcomes) - len(answerable),
        right,
        changed,
        reading,
    )


def in_first_five(outcome: Outcome) -> bool:
    """Whether a passage among the first five, of the right document, has nearly all of an evidence."""
    five = [(one.hit.passage.file, bare_form(one.hit.text).text) for one in outcome.found[:5]]
    return any(
        file.startswith(doc) and fuzz.partial_ratio(bare_form(quote).text, text) >= _NEARLY
        for doc, quote in outcome.case.evidence
        for file, text in five
    )


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    head = "| format | passages | evidence in the first five | right answers | rightly declined | right otherwise than from .txt | seconds to ingest |"
    lines = [head, "| --- " * 7 + "|"]
    for row in rows:
        changed = " ".join(row.changed) or "none"
        lines.append(
            f"| {row.name} | {row.passages} | {row.evidence}/{row.answerable} | {row.right}/{row.answerable} "
            f"| {row.declined}/{row.unanswerable} | {changed} | {row.reading:.0f} |"
        )
    return "\n".join(lines)


def processor() -> str:
    """The processor's name and how many of its cores there are."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor()
    return f"{model}, {os.cpu_count()} cores"


def main() -> None:
    """Make, ingest and ask each format; print a line as each is done, and the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", help="these formats; .txt is always measured first")
    parser.add_argument("--questions", type=Path, help="these questions instead")
    parser.add_argument("--ask", type=int, help="only so many questions")
    parser.add_argument("--keep", type=Path, help="go on from what this file has, and add to it")
    given = parser.parse_args()
    cases = asked(given.questions)[: given.ask]
    sources = sorted(SEEDS.glob("*.txt"))
    rows = kept(given.keep)
    print(f"{len(cases)} questions, {len(sources) + len(_OTHERS)} documents; {processor()}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        sources += unwrapped(work / "text")
        for name, make in makers(work).items():
            if name in rows or (given.only and name not in {".txt", *given.only}):
                continue
            folder = work / name.strip(".").replace(", ", "-").replace(" ", "")
            folder.mkdir(exist_ok=True)
            make(sources, folder)
            rows[name] = measure(name, folder, cases, rows.get(".txt"))
            print(table([rows[name]]).splitlines()[-1], flush=True)
            if given.keep:
                given.keep.write_text(json.dumps([asdict(row) for row in rows.values()]), "utf-8")
    print("\n" + table(list(rows.values())))


def kept(file: Path | None) -> dict[str, Row]:
    """What an earlier run measured, by format; nothing where there was none."""
    if file is None or not file.is_file():
        return {}
    found = json.loads(file.read_text("utf-8"))
    return {
        one["name"]: Row(
            **{**one, "right_cases": tuple(one["right_cases"]), "changed": tuple(one["changed"])}
        )
        for one in found
    }


if __name__ == "__main__":
    main()
