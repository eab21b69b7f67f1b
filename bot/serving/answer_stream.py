"""An answer as server-sent events: `claim` for each claim as it is proven, then `answer`, or `error`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from starlette.responses import StreamingResponse

from bot.serving.failures import error_json
from bot.serving.service import Service
from bot.serving.workers import Cancelled, Workers
from bot.types import Language

#: Seconds of silence after which a comment shows that the answer is still being worked on.
_SIGN_OF_LIFE = 10.0


def streamed_answer(
    service: Service, workers: Workers, values: Mapping[str, Any], language: Language
) -> StreamingResponse:
    """The response; when its client goes away, the asking ends."""
    return StreamingResponse(
        _lines(service, workers, values, language),
        media_type="text/event-stream; charset=utf-8",
        headers={"X-Accel-Buffering": "no"},
    )


async def _lines(
    service: Service, workers: Workers, values: Mapping[str, Any], language: Language
) -> AsyncGenerator[bytes, None]:
    # At once, so that the client knows that it is heard.
    yield b": yinju\n\n"
    async with aclosing(events(service, workers, values, language)) as told:
        async for name, data in told:
            yield _event(name, data) if name else b": .\n\n"


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode("utf-8", "replace")


async def events(
    service: Service, workers: Workers, values: Mapping[str, Any], language: Language
) -> AsyncGenerator[tuple[str, dict[str, Any]], None]:
    """What becomes of a question, in order; an empty name is a sign of life."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()

    def told(claim: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, ("claim", claim))

    def work(cancelled: Cancelled) -> dict[str, Any]:
        return service.ask(values, language, cancelled, told)

    async def asked() -> None:
        try:
            await queue.put(("answer", await workers.run(work)))
        except Exception as exc:
            await queue.put(("error", error_json(exc, language)))

    asking = asyncio.create_task(asked())
    try:
        while True:
            try:
                name, data = await asyncio.wait_for(queue.get(), _SIGN_OF_LIFE)
            except TimeoutError:
                name, data = "", {}
            yield name, data
            if name in {"answer", "error"}:
                return
    finally:
        asking.cancel()
