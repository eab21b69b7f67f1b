"""Threads for blocking work: so many and no more, and work that nobody waits for ends."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.serving.failures import STATUS, Refused, error_json, status_of
from bot.serving.workers import Cancelled, Gone, Workers
from bot.types import Language


def test_work_that_nobody_waits_for_is_taken_back_or_told_to_end() -> None:
    """Of two cancelled requests the one that waits never begins, the one that runs ends at its next check."""
    workers = Workers(1)
    started, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def first(cancelled: Cancelled) -> None:
        started.set()
        go_on.wait(30)
        try:
            cancelled.check()
        except Gone:
            done.append("told to end")
            raise
        done.append("went on")

    async def both() -> None:
        running = asyncio.create_task(workers.run(first))
        await asyncio.to_thread(started.wait, 30)
        waiting = asyncio.create_task(workers.run(lambda cancelled: done.append("began")))
        await asyncio.sleep(0)
        for task in (running, waiting):
            task.cancel()
        for result in await asyncio.gather(running, waiting, return_exceptions=True):
            assert isinstance(result, asyncio.CancelledError)
        go_on.set()
        # The pool is free again.
        assert await workers.run(lambda cancelled: 7) == 7

    asyncio.run(both())
    workers.close()
    assert done == ["told to end"]


def test_too_many_are_told_to_come_back_and_none_after_the_end() -> None:
    """One runs, one waits, the third is refused; when the first has ended there is room again; closed is closed."""
    workers = Workers(1, most_waiting=1)
    go_on = threading.Event()

    async def several() -> None:
        held = [asyncio.create_task(workers.run(lambda cancelled: go_on.wait(30))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="busy") as caught:
            await workers.run(lambda cancelled: None)
        assert status_of(caught.value) == 503
        go_on.set()
        assert await asyncio.gather(*held) == [True, True]
        assert await workers.run(lambda cancelled: 1) == 1
        workers.close()
        with pytest.raises(Refused, match="stopping"):
            await workers.run(lambda cancelled: 1)

    asyncio.run(several())


def test_every_code_has_its_sentence_and_what_nobody_foresaw_tells_no_inside() -> None:
    """Each code of a refusal is said in both languages; an unforeseen error's own text stays inside."""
    params = {
        "field": "f", "known": "k", "kind": "string", "least": 0, "most": 1, "text": "t", "host": "h",
        "path": "/p", "method": "M", "limit": 1, "name": "n",
    }  # fmt: skip
    for code in STATUS:
        given = dict(params) if code != "failed" else {"kind": "string"}
        if code not in {"wrong-type", "failed"}:
            del given["kind"]
        said = {error_json(Refused(code, **given), one)["error"]["message"] for one in Language}
        assert len(said) == 2
    shown = error_json(RuntimeError("/secret/path"), Language.ENGLISH)["error"]
    assert (shown["code"], status_of(RuntimeError())) == ("failed", 500)
    assert "secret" not in shown["message"]
