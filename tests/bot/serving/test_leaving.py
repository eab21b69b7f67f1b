"""Clients that leave in the middle of an answer, and conversations at the same time: nothing hangs, nothing crosses."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import anyio
import httpx
from mcp import ClientSession

from tests.bot.serving.assistant import shown, with_client
from tests.bot.serving.running import Server, events_of, mcp_lines, mcp_process
from tests.bot.serving.test_http import OFF, TEN
from tests.commands import PATIENCE

_ORDINALS = "一二三四五六七八九十"


def test_a_client_that_leaves_after_its_first_sentence_holds_up_nobody(server: Server) -> None:
    """Thirty clients hang up behind the first event of their stream; then every question is answered whole."""
    for _ in range(30):
        with server.client.stream("POST", "/api/ask/stream", json={"question": TEN}) as response:
            assert next(events_of(response))[0] == "claim"
    started = time.monotonic()
    with server.client.stream("POST", "/api/ask/stream", json={"question": TEN}) as response:
        told = list(events_of(response))
    assert [name for name, _ in told] == ["claim"] * 10 + ["answer"]
    assert time.monotonic() - started < PATIENCE / 4
    assert server.process.poll() is None


def test_fifty_conversations_at_once_each_go_on_where_they_were(server: Server) -> None:
    """Each of fifty follow-ups means the item of its own conversation; some of the clients leave meanwhile."""
    first = server.post("ask", question=TEN).json()["turn"]

    async def follow_up(client: httpx.AsyncClient, n: int) -> dict[str, Any] | None:
        body = {"question": f"第{_ORDINALS[n % 10]}项是什么？", "history": [first]}
        if n % 7 == 3:
            async with client.stream("POST", "/api/ask/stream", json=body) as response:
                await anext(response.aiter_lines())
            return None
        answer: dict[str, Any] = (await client.post("/api/ask", json=body)).raise_for_status().json()
        return answer

    async def all_of_them() -> list[dict[str, Any] | None]:
        async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE, trust_env=False) as client:
            return await asyncio.gather(*(follow_up(client, n) for n in range(50)))

    answers = asyncio.run(all_of_them())
    assert sum(answer is not None for answer in answers) == 43
    for n, answer in enumerate(answers):
        if answer is not None:
            assert answer["claims"][0]["text"].startswith(f"{_ORDINALS[n % 10]}是"), n
            assert answer["claims"][0]["citations"][0]["key"] == first["items"][n % 10]


def test_a_call_that_an_assistant_gives_up_leaves_the_next_one_its_own_answer(data_dir: Path) -> None:
    """A tool call cancelled behind its first sentence is over; the calls after it get what they asked for."""

    async def use(client: ClientSession) -> None:
        for _ in range(3):
            with anyio.CancelScope() as scope:

                async def heard(
                    progress: float,
                    total: float | None,
                    message: str | None,
                    scope: anyio.CancelScope = scope,
                ) -> None:
                    scope.cancel()

                await client.call_tool("ask", {"question": TEN}, progress_callback=heard)
            declined = shown(await client.call_tool("ask", {"question": OFF}))
            assert (declined["question"], declined["status"]) == (OFF, "declined")
        answer = shown(await client.call_tool("ask", {"question": TEN}))
        assert (answer["question"], len(answer["claims"])) == (TEN, 10)

    with_client(data_dir, use)


def test_an_assistant_that_dies_in_the_middle_of_an_answer_ends_the_server(data_dir: Path) -> None:
    """Its pipes closed behind the first sentence, the server ends by itself and says nothing wrong."""
    process = mcp_process(data_dir)
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(mcp_lines(TEN, _meta={"progressToken": 7}))
        process.stdin.flush()
        while json.loads(process.stdout.readline()).get("method") != "notifications/progress":
            pass
        process.stdout.close()
        process.stdin.close()
        assert process.wait(timeout=PATIENCE / 4) == 0
        assert b"Traceback" not in process.stderr.read()
    finally:
        process.kill()
        process.wait()
