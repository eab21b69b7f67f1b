"""Child process: reads a document that somebody sent, under limits, into a text that can be indexed.

`python -m bot.telegram.collections.convert_worker` takes a job as JSON on its standard input and answers with one
line of JSON. It has no network address, no token and no index in hand; whatever a hostile file
does to it ends with it.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

TEXT = {".txt": ".txt", ".md": ".md", ".markdown": ".md", ".html": ".html", ".htm": ".html"}
SUFFIXES = frozenset({*TEXT, ".pdf", ".docx"})
_LARGEST_UNPACKED = 200 * 1024 * 1024
_MOST_PAGES = 3000
_OUTLINE = 24
_SENTENCE_END = ("。", "！", "？", "；", "：", "”", "」", "』", ".", "!", "?", ";", ":")
_PAGE_NUMBER = re.compile(r"[\s\-—–·.第页共/]*\d{1,4}[\s\-—–·.第页共/\d]*|第\s*\d+\s*页.*", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零\d]+[章节条编部分]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])"
)


class Unreadable(Exception):
    """The file can't be read; `reason` is `unreadable` or `empty`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def limit(memory: int, seconds: int) -> None:
    """Bound this process: bytes of memory, seconds of CPU, no file over 256 MB, no core dump."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: Path, suffix: str) -> tuple[bytes, str, dict[str, int | str]]:
    """The document as bytes of a text format, that format's ending, and what was left out."""
    data = path.read_bytes()
    if suffix in TEXT:
        return data, TEXT[suffix], {}
    lines, left_out, marked = _read_pdf(path) if suffix == ".pdf" else _read_docx(path)
    text = "\n".join(line for line in lines if line.strip())
    if not text.strip():
        raise Unreadable("empty")
    text = text.encode("utf-8", "replace").decode("utf-8")
    return (text + "\n").encode("utf-8"), ".md" if marked else ".txt", left_out


# --- PDF ------------------------------------------------------------------------------------


def _read_pdf(path: Path) -> tuple[list[str], dict[str, int | str], bool]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the document
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("unreadable")
        pages = [page.extract_text() or "" for page in reader.pages[:_MOST_PAGES]]
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as exc:
        raise Unreadable("unreadable") from exc
    rows = [[" ".join(line.split()) for line in page.splitlines() if line.strip()] for page in pages]
    furniture = _furniture(rows)
    kept = [
        [line for line in row if line not in furniture and not _PAGE_NUMBER.fullmatch(line)] for row in rows
    ]
    dropped = sum(map(len, rows)) - sum(map(len, kept))
    empty = sum(not row for row in rows)
    left_out: dict[str, int | str] = {
        "pages": empty,
        "lines": dropped,
        "sample": next(iter(sorted(furniture)), ""),
    }
    return _paragraphs(line for row in kept for line in row), left_out, False


def _furniture(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand at the edge of most pages: running heads and feet."""
    if len(pages) < 3:
        return frozenset()
    edges = Counter(line for page in pages for line in {*page[:1], *page[-1:]})
    return frozenset(line for line, count in edges.items() if count >= 3 and count * 2 > len(pages))


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """Lines of a page joined to paragraphs: a full line that doesn't end a sentence goes on."""
    rows = list(lines)
    width = max(map(len, rows), default=0)
    out: list[str] = []
    open_line = False
    for line in rows:
        if open_line and not _NUMBERED.match(line):
            gap = " " if out[-1][-1:].isascii() and line[:1].isascii() else ""
            out[-1] += gap + line
        else:
            out.append(line)
        open_line = len(line) >= 0.8 * width and not line.endswith(_SENTENCE_END)
    return out


# --- Word -----------------------------------------------------------------------------------


def _read_docx(path: Path) -> tuple[list[str], dict[str, int | str], bool]:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED:
                raise Unreadable("unreadable")
        lines, pictures = _docx_lines(path)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, OSError, SyntaxError) as exc:
        raise Unreadable("unreadable") from exc
    marked = any(level for level, _ in lines)
    if lines and lines[0][0] == 1 and sum(level == 1 for level, _ in lines) > 1:
        # The title is above the headings, also where both are of the first level.
        lines = [lines[0], *((level + (level > 0), text) for level, text in lines[1:])]
    return (
        [f"{'#' * level} {text}" if level else text for level, text in lines],
        {"pictures": pictures},
        marked,
    )


def _docx_lines(path: Path) -> tuple[list[tuple[int, str]], int]:
    """The paragraphs and table rows in order, each with its heading level (0: none)."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(str(path))
    except PackageNotFoundError as exc:
        raise Unreadable("unreadable") from exc
    lines: list[tuple[int, str]] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                lines.append((0, " | ".join(cell for cell in cells if cell)))
            continue
        style = (item.style.name or "") if item.style is not None else ""
        found = re.fullmatch(r"(?:Heading|标题)\s*([1-6])", style)
        level = 1 if style == "Title" else int(found[1]) if found else 0
        lines += [(level, " ".join(part.split())) for part in item.text.splitlines() if part.strip()]
    return lines, len(document.inline_shapes)


# --- the job --------------------------------------------------------------------------------


def describe(data: bytes, name: str) -> dict[str, Any]:
    """The outline that was found, the title, and what is in the file but won't be searched."""
    from vectorstore.documents.load import read_bytes
    from vectorstore.documents.outline import outline, path_of, with_label
    from vectorstore.errors import UnreadableFile
    from vectorstore.types import NodeKind, Role

    try:
        document = read_bytes(data, name)
    except UnreadableFile as exc:
        empty = exc.params.get("reason") in {"empty", "no-paragraph"}
        raise Unreadable("empty" if empty else "unreadable") from exc
    nodes = outline(document)
    headings = [node for node in nodes if node.kind is NodeKind.HEADING]
    chrome = [block for block in document.blocks if block.role is Role.CHROME]
    rows = [
        [len(path_of(nodes, node.number)), " ".join(with_label(node, document.text).split())[:80]]
        for node in headings
    ]
    return {
        "title": document.metadata.title,
        "outline": rows[:_OUTLINE],
        "headings": len(rows),
        "chrome": len(chrome),
        "sample": " ".join(chrome[0].span.of(document.text).split())[:40] if chrome else "",
    }


def main() -> None:
    """Do the job on standard input: source, suffix, target (without ending), memory, seconds."""
    job = json.loads(sys.stdin.read())
    limit(int(job["memory"]), int(job["seconds"]))
    try:
        data, ending, left_out = read(Path(job["source"]), job["suffix"])
        target = Path(job["target"] + ending)
        answer = {"file": target.name, "left_out": left_out, **describe(data, target.name)}
        answer["sample"] = answer["sample"] or str(left_out.get("sample", ""))[:40]
        target.write_bytes(data)
    except Unreadable as exc:
        answer = {"error": exc.reason}
    except (MemoryError, RecursionError):
        answer = {"error": "limits"}
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
