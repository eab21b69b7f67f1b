"""Runs `yinju serve` as a process of its own and talks to it over the loopback."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.commands import PATIENCE, environment, started

TOKEN = "a-token-of-a-test-0123456789"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and a client that shares no proxy or setting of this machine."""

    url: str
    process: subprocess.Popen[bytes]
    client: httpx.Client

    def post(self, name: str, **body: Any) -> httpx.Response:
        """Send a request's fields."""
        return self.client.post(f"/api/{name}", json=body)

    def get(self, name: str, **query: Any) -> httpx.Response:
        """Ask for something by its address."""
        return self.client.get(f"/api/{name}", params=query)


@contextmanager
def serving(data_dir: Path, *arguments: str, **settings: str) -> Iterator[Server]:
    """A server on a free port for as long as the block lasts."""
    process = started(
        ["serve", "--port", "0", *arguments],
        environment(data_dir, **settings),
        data_dir,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline().decode()
        found = re.search(r"http://\S+?:(\d+)/", line)
        assert found, line + process.stderr.read().decode()  # type: ignore[union-attr]
        url = f"http://127.0.0.1:{found[1]}"
        with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
            yield Server(url, process, client)
    finally:
        process.kill()
        process.communicate()


def mcp_process(data_dir: Path, *before: str) -> subprocess.Popen[bytes]:
    """`yinju mcp` with its three streams in the test's hands; `before` are options of `yinju` itself."""
    pipe = subprocess.PIPE
    return started([*before, "mcp"], environment(data_dir), data_dir, stdin=pipe, stdout=pipe, stderr=pipe)


def mcp_lines(question: str, **told: Any) -> bytes:
    """What a client writes to that server: its greeting, then a question; `told` is what it tells beside it."""
    greeting = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "0"},
    }
    asked = {"name": "ask", "arguments": {"question": question}, **told}
    lines = (
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": greeting},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": asked},
    )
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def events_of(response: httpx.Response) -> Iterator[tuple[str, Any]]:
    """The server-sent events of a response, as they come."""
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))
