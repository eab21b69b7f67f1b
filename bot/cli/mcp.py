"""`yinju mcp`: the documents for assistants that speak the Model Context Protocol."""

from __future__ import annotations

import typer

from bot.cli import context as cli


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(mcp)


@cli.guarded
def mcp() -> None:
    """Serve assistants over the Model Context Protocol on standard input and output."""
    from importlib.metadata import PackageNotFoundError, version

    found = cli.settings()
    with cli.library(found, ingest_first=True):
        pass
    from bot.serving.mcp_server import build_mcp
    from bot.serving.run_mcp import serve_mcp
    from bot.serving.service import build_service
    from bot.serving.workers import Workers, sensible_threads

    try:
        release = version("yinju")
    except PackageNotFoundError:
        release = "0"
    service, workers = build_service(found), Workers(sensible_threads())
    serve_mcp(build_mcp(service, workers, found.language, release), service, workers)
