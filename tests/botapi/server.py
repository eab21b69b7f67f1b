"""The HTTP side: addresses with a token, three body formats, faults, downloads, webhooks."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.parse
import urllib.request
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tests.botapi.faults import Fault
from tests.botapi.formatting import Refused
from tests.botapi.methods import call
from tests.botapi.world import World


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    world: World

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of the server."""


class BotApiServer:
    """The server on a port of the loopback; use it as a context manager."""

    def __init__(self, world: World | None = None, port: int = 0) -> None:
        self.world = world or World()
        self._http = _Server(("127.0.0.1", port), _Handler)
        self._http.world = self.world
        self._stopping = threading.Event()

    @property
    def address(self) -> str:
        """The base address, without `/bot`."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def start(self) -> BotApiServer:
        """Serve in threads of this process."""
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        threading.Thread(target=self._deliver, daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop serving; open connections end."""
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def __enter__(self) -> BotApiServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _deliver(self) -> None:
        """Hand updates to the webhook, in order, each until it is accepted."""
        world = self.world
        while not self._stopping.is_set():
            with world.lock:
                row = world.updates[0] if world.webhook and world.updates else None
                hook = dict(world.webhook)
                if row is None:
                    world.lock.wait(0.2)
                    continue
            headers = {"Content-Type": "application/json"}
            if hook["secret"]:
                headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret"]
            request = urllib.request.Request(hook["url"], json.dumps(row).encode(), headers, method="POST")
            try:
                with urllib.request.urlopen(request, timeout=5) as reply:
                    accepted = reply.status < 300
            except OSError:
                accepted = False
            with world.lock:
                if accepted and row in world.updates:
                    world.updates.remove(row)
            if not accepted:
                time.sleep(0.2)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """The world keeps the log."""

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        world = self.server.world
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if len(body) < int(self.headers.get("Content-Length") or 0):
            return self._hang_up()  # the client died while it wrote
        path = urllib.parse.urlsplit(self.path).path
        if path.startswith("/file/bot"):
            return self._download(path)
        if not path.startswith("/bot"):
            return self._json(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        token, _, method = path[4:].partition("/")
        fault = world.faults.of(method)
        if fault and self._fail_before(fault, method):
            return None
        status, answer = self._carry_out(token, method, body)
        if fault and fault.kind == "lost":
            world.calls.append((method, time.monotonic(), "lost"))
            return self._hang_up()
        if fault and fault.kind == "badjson":
            world.calls.append((method, time.monotonic(), "badjson"))
            return self._bytes(200, json.dumps(answer).encode()[:14])
        return self._json(status, answer)

    def _carry_out(self, token: str, method: str, body: bytes) -> tuple[int, dict[str, Any]]:
        world = self.server.world
        try:
            if urllib.parse.unquote(token) != world.token:
                raise Refused(401, "Unauthorized")
            result = call(world, method, self._params(body))
            world.calls.append((method, time.monotonic(), "ok"))
            return 200, {"ok": True, "result": result}
        except Refused as refused:
            world.calls.append((method, time.monotonic(), str(refused.code)))
            if refused.code != 409:
                world.refusals.append((method, refused.description))
            return refused.code, _refusal(refused.code, refused.description, refused.retry_after)

    def _params(self, body: bytes) -> dict[str, Any]:
        kind = self.headers.get("Content-Type", "")
        query = urllib.parse.urlsplit(self.path).query
        params: dict[str, Any] = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        if kind.startswith("application/json"):
            try:
                params |= json.loads(body or b"{}")
            except ValueError:
                raise Refused(400, "Bad Request: can't parse request JSON object") from None
        elif kind.startswith("multipart/form-data"):
            mail = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
            for part in mail.get_payload():
                name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
                data = part.get_payload(decode=True) or b""  # type: ignore[union-attr]
                params[str(name)] = data.decode("utf-8", "replace")  # type: ignore[union-attr]
        elif body:
            params |= dict(urllib.parse.parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return params

    def _fail_before(self, fault: Fault, method: str) -> bool:
        """Misbehave before the call is carried out; whether it is over with that."""
        world = self.server.world
        if fault.kind == "slow":
            time.sleep(fault.seconds)
            return False
        if fault.kind in {"lost", "badjson"}:
            return False
        world.calls.append((method, time.monotonic(), f"fault {fault.kind}"))
        if fault.kind == "drop":
            self._hang_up()
        elif fault.kind == "reset-body":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"ok":')
            self.wfile.flush()
            self._hang_up()
        elif fault.kind == "502":
            self._bytes(502, b"<html><body>502 Bad Gateway</body></html>", "text/html")
        else:
            code = int(fault.kind)
            text = {
                401: "Unauthorized",
                403: "Forbidden: bot was blocked by the user",
                400: "Bad Request: can't parse entities: Unsupported start tag",
                409: "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
                429: f"Too Many Requests: retry after {int(fault.seconds)}",
            }[code]
            self._json(code, _refusal(code, text, int(fault.seconds) if code == 429 else 0))
        return True

    def _download(self, path: str) -> None:
        world = self.server.world
        token, _, name = path[len("/file/bot") :].partition("/")
        file = world.files.get(name.rpartition("/")[2])
        if urllib.parse.unquote(token) != world.token or file is None:
            return self._json(404, _refusal(404, "Not Found"))
        fault = world.faults.of("download")
        if fault and self._fail_before(fault, "download"):
            return None
        world.downloads += 1
        return self._bytes(200, file[1], "application/octet-stream")

    def _hang_up(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def _json(self, status: int, answer: dict[str, Any]) -> None:
        self._bytes(status, json.dumps(answer).encode())

    def _bytes(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _refusal(code: int, description: str, retry_after: int = 0) -> dict[str, Any]:
    row: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if retry_after:
        row["parameters"] = {"retry_after": retry_after}
    return row
