"""Runs the HTTP server until SIGTERM or Ctrl-C, then ends what runs and stops."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

#: Seconds that answers under way get when the server stops.
_GRACE = 8


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises `OSError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host.strip("[]"), port))
        listening.listen(256)
    except OSError:
        listening.close()
        raise
    return listening


def serve_http(app: Starlette, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve; returns once everything is closed. `ready` is called when requests are answered."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            ready()

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # an address may hold what was asked
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=30,
    )
    # uvicorn raises the signal again after it has stopped; by then all is closed, so it may end as usual.
    before = {name: signal.signal(name, lambda *_: None) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        Server(config).run(sockets=[listening])
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
        listening.close()
