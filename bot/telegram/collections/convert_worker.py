"""Child process: looks at a document that somebody sent, under limits, and says what is in it.

`python -m bot.telegram.collections.convert_worker` takes a job as JSON on its standard input and answers with one
line of JSON. It has no network address, no token and no index in hand; whatever a hostile file
does to it ends with it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from vectorstore.documents.formats.detect import ARCHIVES, detect
from vectorstore.documents.load import read_with_source
from vectorstore.documents.outline import outline, path_of, with_label
from vectorstore.errors import UnreadableFile
from vectorstore.types import NodeKind, Role

_OUTLINE = 24


class Unreadable(Exception):
    """The file can't be read; `reason` is `unreadable`, `empty`, `long` or `limits`.

    Of an unreadable one, `why` is the reason of `UnreadableFile`, and `detail` what it concerns.
    """

    def __init__(
        self, reason: str, characters: int = 0, pages: int = 0, why: str = "", detail: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.characters, self.pages = characters, pages
        self.why, self.detail = why, detail


def describe(data: bytes, name: str, most: int) -> dict[str, Any]:
    """The outline that was found, the title, and what is in the file but won't be searched.

    Raises `Unreadable`, also where the text has more than `most` characters.
    """
    try:
        document, extracted = read_with_source(data, name)
    except UnreadableFile as exc:
        reason = str(exc.params.get("reason"))
        empty = reason in {"empty", "no-paragraph", "scanned", "picture"}
        told = "empty" if empty else "limits" if reason == "limits" else "unreadable"
        why = "archive-here" if reason == "archive-kind" else reason
        raise Unreadable(told, why=why, detail=str(exc.params.get("detail", ""))) from exc
    if len(document.text) > most:
        raise Unreadable("long", len(document.text), len(document.parts))
    nodes = outline(document)
    headings = [node for node in nodes if node.kind is NodeKind.HEADING]
    chrome = [block for block in document.blocks if block.role is Role.CHROME]
    rows = [
        [len(path_of(nodes, node.number)), " ".join(with_label(node, document.text).split())[:80]]
        for node in headings
    ]
    left_out = {
        "lines": extracted.furniture if extracted else 0,
        "pages": sum(
            one.detail.count("、") + 1
            for one in (extracted.left_out if extracted else ())
            if one.reason.startswith("page-without")
        ),
    }
    sample = " ".join(chrome[0].span.of(document.text).split())[:40] if chrome else ""
    return {
        "title": document.metadata.title,
        "outline": rows[:_OUTLINE],
        "headings": len(rows),
        "chrome": len(chrome),
        "sample": sample or (extracted.sample[:40] if extracted else ""),
        "left_out": left_out,
    }


def limit(memory: int, seconds: int) -> None:
    """Bound this process and its children: memory that they may write to, processor time, size of a file."""
    import resource

    # Not the address space: what recognises scanned pages maps far more of it than it ever uses.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024 * 1024, 256 * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Do the job on standard input: source, suffix, target (without ending), memory, seconds."""
    job = json.loads(sys.stdin.read())
    limit(int(job["memory"]), int(job["seconds"]))
    try:
        data = Path(job["source"]).read_bytes()
        target = Path(job["target"] + job["suffix"])
        kind = detect(data, target.name)
        if kind in ARCHIVES:
            # A chat's list knows nothing of files that hold several documents.
            raise Unreadable("unreadable", why="archive-here")
        answer = {"file": target.name, **describe(data, target.name, int(job["characters"]))}
        # The bytes as they were sent: the index reads them as it reads any other file.
        target.write_bytes(data)
    except Unreadable as exc:
        answer = {"error": exc.reason, "characters": exc.characters, "pages": exc.pages,
                  "why": exc.why, "detail": exc.detail}  # fmt: skip
    except (MemoryError, RecursionError):
        answer = {"error": "limits"}
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
