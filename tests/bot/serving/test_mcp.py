"""`yinju mcp`, by the client of the official SDK against the real command."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import McpError
from mcp.types import CallToolResult, TextResourceContents
from pydantic import AnyUrl

from tests.bot.serving.assistant import greeted, shown, with_client
from tests.bot.serving.running import mcp_lines, mcp_process
from tests.commands import PATIENCE, SEEDS, environment

TEN = "红河州的十项机制分别是什么?"
OFF = "珠穆朗玛峰有多高?"
KEY = "3NHZ-R55W-FT7J"
QUOTE = "一是建立健全领导机制抓总。"


def _code(result: CallToolResult) -> str:
    assert result.isError
    assert result.structuredContent is None
    return str(shown(result)["error"]["code"])


def test_an_assistant_asks_follows_up_cites_locates_and_is_declined(data_dir: Path) -> None:
    """The whole way of an assistant: each quotation is the source's, and what is not there is declined."""

    async def use(client: ClientSession) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"ask", "cite", "locate", "check", "sources", "outline"}
        for tool in tools.values():
            assert tool.annotations is not None
            assert tool.annotations.readOnlyHint
            assert tool.inputSchema["additionalProperties"] is False
        first = shown(await client.call_tool("ask", {"question": TEN}))
        assert [claim["label"] for claim in first["claims"]] == [str(n) for n in range(1, 11)]
        for claim in first["claims"]:
            for one in claim["citations"]:
                source = (SEEDS / one["file"]).read_bytes().decode("utf-8")
                assert source[one["start"] : one["end"]] == one["quote"]
        second = shown(
            await client.call_tool("ask", {"question": "第三项是什么?", "history": [first["turn"]]})
        )
        assert second["claims"][0]["citations"][0]["key"] == first["turn"]["items"][2]
        cited = shown(await client.call_tool("cite", {"key": KEY, "quote": QUOTE}))
        assert (cited["holds"], cited["quote"]["stands"]) == (True, True)
        located = shown(await client.call_tool("locate", {"text": QUOTE}))
        assert (located["verdict"], located["matches"][0]["key"]) == ("exact", KEY)
        draft = shown(await client.call_tool("check", {"text": "说“一是建立健全监督机制抓总。”"}))
        assert [one["verdict"] for one in draft["quotations"]] == ["altered"]
        declined = shown(await client.call_tool("ask", {"question": OFF}))
        assert (declined["status"], declined["claims"]) == ("declined", [])

    with_client(data_dir, use)


def test_an_interpreter_that_the_sdk_starts_is_greeted_and_answers(data_dir: Path) -> None:
    """Started as an assistant starts it, by a command line and with the SDK's own streams, the server serves."""

    async def session() -> None:
        start = StdioServerParameters(
            command=sys.executable, args=["-m", "bot", "mcp"], env=environment(data_dir), cwd=data_dir
        )
        with open(os.devnull, "w") as nowhere:
            async with stdio_client(start, errlog=nowhere) as (received, sent):
                await greeted(received, sent, use)

    async def use(client: ClientSession) -> None:
        assert shown(await client.call_tool("locate", {"text": QUOTE}))["matches"][0]["key"] == KEY

    asyncio.run(session())


def test_documents_are_resources_that_equal_their_files(data_dir: Path) -> None:
    """Each document is listed with its title and read as the characters of its file; another one is an error."""

    async def use(client: ClientSession) -> None:
        listed = (await client.list_resources()).resources
        rows = shown(await client.call_tool("sources", {}))["documents"]
        assert [one.name for one in listed] == [row["file"] for row in rows]
        assert [one.title for one in listed] == [row["title"] for row in rows]
        for one in listed:
            content = (await client.read_resource(one.uri)).contents[0]
            assert isinstance(content, TextResourceContents)
            assert content.text == (SEEDS / one.name).read_bytes().decode("utf-8")
        outline = shown(await client.call_tool("outline", {"file": listed[0].name}))["outline"]
        assert outline[0]["key"]
        for name in ("none.txt", "..%2F..%2Fetc%2Fpasswd"):
            with pytest.raises(McpError) as caught:
                await client.read_resource(AnyUrl(f"yinju://documents/{name}"))
            assert caught.value.error.code == -32002

    with_client(data_dir, use)


def test_bad_input_is_an_error_with_a_code_that_ends_nothing(data_dir: Path) -> None:
    """Whatever is wrong with a call is told by a code and a sentence; the next call works."""

    async def use(client: ClientSession) -> None:
        wrong: list[tuple[str, dict[str, Any], str]] = [
            ("ask", {}, "missing-field"),
            ("ask", {"question": 5}, "wrong-type"),
            ("ask", {"question": "  "}, "bad-question"),
            ("ask", {"question": "问" * 2001}, "bad-question"),
            ("ask", {"question": TEN, "history": [{"x": 1}]}, "wrong-type"),
            ("ask", {"question": TEN, "files": ["none.txt"]}, "unknown-document"),
            ("cite", {"key": "hello"}, "invalid-key"),
            ("locate", {"text": "——"}, "bad-question"),
            ("outline", {"file": "none.txt"}, "unknown-document"),
            ("sources", {"all": True}, "unknown-field"),
            ("outline", {"file": "00"}, "ambiguous-document"),
            ("outline", {"file": ""}, "unknown-document"),
            ("document", {"file": "none.txt"}, "no-tool"),
            ("nothing", {}, "no-tool"),
        ]
        for name, arguments, code in wrong:
            result = await client.call_tool(name, arguments)
            assert _code(result) == code, (name, arguments)
            assert not any("一" <= char <= "龥" for char in shown(result)["error"]["message"])
        assert shown(await client.call_tool("locate", {"text": QUOTE}))["stands"]

    with_client(data_dir, use, "--lang", "en")


def test_fifty_calls_at_once_get_each_their_own_answer(data_dir: Path) -> None:
    """Fifty calls at once on a server that has just started: none hangs, none gets another's answer."""

    async def use(client: ClientSession) -> None:
        async def one(n: int) -> None:
            if n % 2:
                text = f"{QUOTE}{n}"
                assert shown(await client.call_tool("locate", {"text": text}))["query"] == text
            else:
                question = TEN if n % 4 else OFF
                answer = shown(await client.call_tool("ask", {"question": question}))
                assert answer["question"] == question
                assert answer["status"] == ("answered" if n % 4 else "declined")

        await asyncio.gather(*map(one, range(50)))

    with_client(data_dir, use)


def test_progress_tells_each_claim_as_it_is_proven(data_dir: Path) -> None:
    """A client that wants progress hears every claim, in order, before it has the answer."""

    async def use(client: ClientSession) -> None:
        told: list[tuple[float, str | None]] = []

        async def heard(progress: float, total: float | None, message: str | None) -> None:
            told.append((progress, message))

        answer = shown(await client.call_tool("ask", {"question": TEN}, progress_callback=heard))
        assert told == [(n, claim["text"]) for n, claim in enumerate(answer["claims"], 1)]

    with_client(data_dir, use)


def test_a_client_that_goes_away_ends_the_server(data_dir: Path) -> None:
    """When standard input ends, with a question under way, the server ends with code 0 and says nothing wrong."""
    process = mcp_process(data_dir)
    try:
        out, err = process.communicate(mcp_lines(TEN), timeout=PATIENCE)
    finally:
        process.kill()
    assert (process.returncode, err) == (0, b"")
    # Nothing but the protocol is on standard output.
    assert {json.loads(line)["jsonrpc"] for line in out.splitlines()} == {"2.0"}


def test_sigterm_ends_the_server(data_dir: Path) -> None:
    """SIGTERM ends a server that waits for its client, with code 0."""
    process = mcp_process(data_dir)
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.terminate()
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, b"")
    finally:
        process.kill()
