"""`yinju serve`: the documents over HTTP, and a page to read them."""

from __future__ import annotations

import errno
import socket
from typing import Annotated

import typer

from bot.cli import context as cli


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(serve)


@cli.guarded
def serve(
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8765,
) -> None:
    """Serve a page and an HTTP API."""
    from bot.messages.serving import say
    from bot.settings import load_serve_settings

    found = cli.settings()
    serving = load_serve_settings()
    if problem := serving.problem(host):
        cli.say(say(problem, found.language, host=host))
        raise typer.Exit(cli.ERROR)
    # Builds the index where there is none; the server opens it itself, and anew after an ingest.
    with cli.library(found, ingest_first=True):
        pass
    from bot.serving.run_http import listen, serve_http

    try:
        listening = listen(host, port)
    except OSError as exc:
        cli.say(say(f"serve.cant-listen.{why_not(exc)}", found.language, host=host, port=port))
        raise typer.Exit(cli.ERROR) from exc
    from bot.serving.http_app import build_app
    from bot.serving.service import build_service
    from bot.serving.workers import Workers, sensible_threads

    shown = f"[{host.strip('[]')}]" if ":" in host else host
    url = f"http://{shown}:{listening.getsockname()[1]}/"
    token = serving.token.get_secret_value()
    app = build_app(build_service(found), Workers(sensible_threads()), found.language, token)
    serve_http(app, listening, lambda: cli.result(say("serve.at", found.language, url=url)))


def why_not(error: OSError) -> str:
    """Why an address can't be listened on, as the end of a code in `bot.messages.serving`."""
    if isinstance(error, socket.gaierror):
        return "address"
    return _REASONS.get(error.errno or 0, "other")


_REASONS = {
    errno.EADDRINUSE: "taken",
    errno.EACCES: "forbidden",
    errno.EADDRNOTAVAIL: "address",
}
