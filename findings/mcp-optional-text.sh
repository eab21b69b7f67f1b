#!/usr/bin/env bash
# Versions: mcp 2.3.0.
# Seen:     A tool's argument declared as str takes any text. Declared as str | None, it is first tried
#           as JSON: the text "null" arrives as None, and "[2026]", the year of a document number in
#           brackets, is refused as a list. "2026" stays text in both.
# Guessed:  A value that is a string already, for a parameter that takes a string, is left alone.
# Matters:  Questions and document numbers are free text, and optional filters are the natural use of
#           str | None. A filter for [2026] fails with an error about types that no user understands.
# Instead:  Declare free text as str with an empty default, and never as a union.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mcp==2.3.0
cat > probe.py <<'PY'
import asyncio
import logging
from importlib.metadata import version

from mcp import Client
from mcp.server import MCPServer

logging.disable(logging.CRITICAL)
server = MCPServer("documents")


@server.tool()
def plain(number: str) -> str:
    return repr(number)


@server.tool()
def optional(number: str | None = None) -> str:
    return repr(number)


async def main():
    seen = {}
    async with Client(server) as client:
        for tool in ("plain", "optional"):
            for text in ("2026", "null", "[2026]"):
                found = await client.call_tool(tool, {"number": text})
                seen[tool, text] = "refused" if found.is_error else found.content[0].text
                print(tool, repr(text), "->", seen[tool, text])
    assert [seen["plain", text] for text in ("2026", "null", "[2026]")] == ["'2026'", "'null'", "'[2026]'"]
    assert [seen["optional", text] for text in ("2026", "null", "[2026]")] == ["'2026'", "None", "refused"], (
        "optional text is read otherwise now"
    )


print("mcp", version("mcp"))
asyncio.run(main())
PY
venv/bin/python probe.py
echo "as described: optional text is parsed as JSON"
