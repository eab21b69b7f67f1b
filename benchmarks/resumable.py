"""Results that outlive a run: a benchmark of hundreds of cases goes on where it was stopped.

One line of JSON a case, in a file below `.yinju/benchmarks`. Each line names the code that it was measured
with, as a digest of `vectorstore/` and of the benchmark itself; lines of other code are left out, so that no
table mixes two states of the program.
"""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import vectorstore
from benchmarks.public_sets import KEPT

_STORE = Path(vectorstore.__file__).resolve().parent


def code_digest(*benchmarks: str) -> str:
    """What tells one state of the measured code, and of these files of `benchmarks`, from another."""
    here = Path(__file__).resolve().parent
    files = [*sorted(_STORE.rglob("*.py")), *(Path(name).resolve() for name in benchmarks)]
    digest = hashlib.sha256()
    for path in files:
        above = here.parent if here in path.parents else _STORE.parent
        digest.update(path.relative_to(above).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


class Results:
    """The cases that are done, by their names, and the file that further ones are put into."""

    def __init__(
        self, name: str, code: str, minutes: float = 0, anew: bool = False, kept: Path = KEPT
    ) -> None:
        """`minutes`: how long this run may begin further cases; 0 is without an end."""
        self._path = kept / f"{name}.jsonl"
        self._code = code
        self._until = time.monotonic() + minutes * 60 if minutes else float("inf")
        self.done: dict[str, Any] = {}
        kept.mkdir(parents=True, exist_ok=True)
        if anew:
            self._path.unlink(missing_ok=True)
        for line in self._path.read_text("utf-8").splitlines() if self._path.exists() else ():
            try:
                row = json.loads(line)
            except ValueError:  # the last line of a run that was killed
                continue
            if row["code"] == code:
                self.done[row["case"]] = row["result"]

    @property
    def over(self) -> bool:
        """Whether this run's time is spent."""
        return time.monotonic() > self._until

    def put(self, case: str, result: Any) -> None:
        """Keep the result of a case."""
        self.done[case] = result
        row = {"code": self._code, "case": case, "result": result}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
