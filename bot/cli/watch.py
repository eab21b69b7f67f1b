"""Follows files and folders: when a change in them has settled, the index is updated."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path

from vectorstore.documents.load import is_read

#: A change has settled after so many milliseconds without another, or after the longer time at most.
#: As often it is looked whether a folder that was away has come back, and a single file has changed.
_SETTLED, _LONGEST = 1000, 15_000
#: Seconds until an update that failed is tried again: first, and at most.
_FIRST_RETRY, _LAST_RETRY = 15.0, 1800.0
#: A root that is there: its path and what tells it from another of that name, or from itself changed.
_Seen = tuple[Path, tuple[int, ...]]


def follow(
    roots: Callable[[], Sequence[Path]],
    index: Path,
    update: Callable[[], bool],
    changed: Callable[[list[str]], None],
) -> None:
    """Call `update` once and after every change at or below `roots`, until `KeyboardInterrupt`.

    `changed` is told the names of what changed first. An update that failed (returned False) is tried
    again later, ever more seldom, and at the next change. What is below `index` is no change.
    """
    due: float | None = 0.0
    wait = _FIRST_RETRY
    before: tuple[_Seen, ...] = ()
    first = True
    while True:
        seen = _seen(roots())
        news = [] if first else sorted({path.name for path, _ in {*seen} ^ {*before}})
        before = seen
        # Closed here, not when nobody holds it any more: an interrupt that comes then would be lost.
        with closing(_changes([path for path, _ in seen if path.is_dir()], index)) as changes:
            for names in changes:
                if news or names:
                    changed([*news, *names])
                    due, wait = time.monotonic(), _FIRST_RETRY
                news = []
                if due is not None and time.monotonic() >= due:
                    first = False
                    due = None if update() else time.monotonic() + wait
                    wait = _FIRST_RETRY if due is None else min(2 * wait, _LAST_RETRY)
                if _seen(roots()) != before:
                    break  # to watch what is there now


def _changes(folders: Sequence[Path], index: Path) -> Generator[list[str], None, None]:
    """The names of files that changed, again and again; none where nothing did for a moment."""
    from watchfiles import watch

    if not folders:
        yield []
        time.sleep(_SETTLED / 1000)
        return
    own = index.resolve()

    def counts(_: object, path: str) -> bool:
        file = Path(path)
        below = next((file.relative_to(one) for one in folders if file.is_relative_to(one)), file)
        return is_read(below) and not file.is_relative_to(own)

    found = watch(
        *folders, watch_filter=counts, step=_SETTLED, debounce=_LONGEST, rust_timeout=_SETTLED,
        yield_on_timeout=True, ignore_permission_denied=True,
    )  # fmt: skip
    with closing(found):
        for changes in found:
            yield sorted({Path(path).name for _, path in changes})


def _seen(roots: Sequence[Path]) -> tuple[_Seen, ...]:
    found = []
    for path in roots:
        try:
            known = path.stat()
        except OSError:
            continue
        mark = (known.st_dev, known.st_ino)
        found.append((path, mark if path.is_dir() else (*mark, known.st_mtime_ns, known.st_size)))
    return tuple(found)
