"""A small HTTP proxy on the loopback, which counts what goes through it."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


class LoopbackProxy:
    """Forwards plain HTTP requests to this machine only; use it as a context manager."""

    def __init__(self) -> None:
        self.methods: list[str] = []  # the Bot API methods that were asked for, in order
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True

    @property
    def address(self) -> str:
        """What `TELEGRAM_PROXY` is set to."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> LoopbackProxy:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()


def _handler(proxy: LoopbackProxy) -> type[BaseHTTPRequestHandler]:
    # The tests' own proxy variables must not send the forwarded request in a circle.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            proxy.methods.append(self.path.rpartition("/")[2])
            kept = {name: self.headers[name] for name in ("Content-Type",) if name in self.headers}
            if not self.path.startswith("http://127.0.0.1:"):
                code, reply = 403, b""
            else:
                request = urllib.request.Request(self.path, body, kept, method=self.command)
                try:
                    with direct.open(request, timeout=60) as found:
                        code, reply = found.status, found.read()
                except urllib.error.HTTPError as refused:
                    code, reply = refused.code, refused.read()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        do_GET = do_POST

        def log_message(self, *arguments: object) -> None:
            """Nothing is printed."""

    return Handler
