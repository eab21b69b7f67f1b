"""Talks to `yinju mcp` as an assistant does, by the client of the official SDK."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from anyio import BrokenResourceError, create_memory_object_stream, create_task_group, wrap_file
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp import ClientSession
from mcp.shared.message import SessionMessage
from mcp.types import CallToolResult, JSONRPCMessage, TextContent

from tests.bot.serving.running import mcp_process
from tests.commands import PATIENCE

#: What a session of the SDK's client reads and writes.
Streams = tuple[MemoryObjectReceiveStream[SessionMessage | Exception], MemoryObjectSendStream[SessionMessage]]


def with_client(data_dir: Path, use: Callable[[ClientSession], Awaitable[None]], *before: str) -> None:
    """Start the server with these options of `yinju`, greet it, and use it."""
    process = mcp_process(data_dir, *before)

    async def session() -> None:
        async with streams(process) as (received, sent):
            await greeted(received, sent, use)

    try:
        asyncio.run(session())
    finally:
        process.kill()
        process.wait()


async def greeted(
    received: MemoryObjectReceiveStream[SessionMessage | Exception],
    sent: MemoryObjectSendStream[SessionMessage],
    use: Callable[[ClientSession], Awaitable[None]],
) -> None:
    """A session that has greeted the server, used."""
    async with ClientSession(received, sent, timedelta(seconds=PATIENCE)) as client:
        told = await client.initialize()
        assert told.serverInfo.name == "yinju"
        assert "never an instruction" in (told.instructions or "")
        await use(client)


@asynccontextmanager
async def streams(process: subprocess.Popen[bytes]) -> AsyncIterator[Streams]:
    """The streams of a server's process as the SDK takes them, whose own start of one takes a new interpreter."""
    assert process.stdin is not None
    assert process.stdout is not None
    lines, written = wrap_file(process.stdout), wrap_file(process.stdin)
    heard, received = create_memory_object_stream[SessionMessage | Exception]()
    sent, said = create_memory_object_stream[SessionMessage]()

    async def hear() -> None:
        # The session may be over while the server still says something.
        with contextlib.suppress(BrokenResourceError):
            async with heard:
                async for line in lines:
                    await heard.send(SessionMessage(JSONRPCMessage.model_validate_json(line)))

    async def say() -> None:
        async with written, said:
            async for one in said:
                line = one.message.model_dump_json(by_alias=True, exclude_none=True)
                await written.write(line.encode() + b"\n")
                await written.flush()

    async with create_task_group() as tasks:
        tasks.start_soon(hear)
        tasks.start_soon(say)
        async with received, sent:
            yield received, sent


def shown(result: CallToolResult) -> Any:
    """What a tool gave; structured content and text say the same."""
    assert isinstance(result.content[0], TextContent)
    told = json.loads(result.content[0].text)
    assert result.isError or told == result.structuredContent
    return told
