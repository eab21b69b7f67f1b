"""A port for a server that must be told its port beforehand."""

from __future__ import annotations

import os
import socket

#: Below the ports that systems hand out by themselves (from 32768 on, or 49152): nobody gets
#: one of these between the look and its use. Each process of a test run has a thousand.
_FIRST, _EACH = 20_000, 1_000


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens at, and that no other process of this run will take."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
    for port in range(_FIRST + worker * _EACH, _FIRST + (worker + 1) * _EACH):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")
