"""Runs the MCP server on standard input and output until its client closes them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from bot.serving.service import Service
from bot.serving.workers import Workers


def serve_mcp(server: Server[Any, Any], service: Service, workers: Workers) -> None:
    """Serve until standard input ends, or SIGTERM or Ctrl-C comes."""
    # Only the protocol may write to the client: whatever else prints goes to standard error.
    ours = os.dup(sys.stdout.fileno())
    sys.stdout.flush()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    stdout = TextIOWrapper(os.fdopen(ours, "wb"), encoding="utf-8", errors="replace")
    try:
        asyncio.run(_serve(server, service, workers, stdout))
    except* (BrokenPipeError, anyio.BrokenResourceError, anyio.ClosedResourceError):
        pass  # the client died in the middle of an answer, which is an end like any other
    finally:
        with suppress(OSError):
            stdout.close()
        workers.close()
        service.close()


async def _serve(server: Server[Any, Any], service: Service, workers: Workers, stdout: TextIOWrapper) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        # The thread that waits for the next line can't be woken; nothing is ever written, so nothing is lost.
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, os._exit, 0)
    warming = asyncio.create_task(_warm(service, workers))
    async with stdio_server(stdout=anyio.wrap_file(stdout)) as (received, sent):
        await server.run(received, sent, server.create_initialization_options())
    warming.cancel()


async def _warm(service: Service, workers: Workers) -> None:
    """Load the models before the first question; what is wrong is told to whoever asks."""
    with suppress(Exception):
        await workers.run(lambda cancelled: service.warm())
