"""A chat server on the loopback that speaks OpenAI's interface and fails as servers do."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: Every way to fail, and `good`, which doesn't.
FAULTS = (
    "hangs", "hangs-after-header", "closes", "closes-in-mid-stream", "429", "500", "503", "401", "404", "400",
    "garbage", "binary", "html", "empty", "stops-in-mid-sentence", "trickles", "wrong-json", "endless",
)  # fmt: skip


class ChatServer(ThreadingHTTPServer):
    """Answers every request by its `behaviour`; a good reply is `reply`."""

    daemon_threads = True

    def __init__(self, behaviour: str, reply: str, seed: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour = behaviour
        self.reply = reply
        self.random = random.Random(seed)
        self.requests: list[Any] = []
        self.stopped = threading.Event()

    @property
    def address(self) -> str:
        """What CHAT_BASE_URL is set to."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone away, which is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        self.server.requests.append(json.loads(self.rfile.read(length)))
        getattr(self, "_" + self.server.behaviour.replace("-", "_"), self._status)()

    # --- replies

    def _begin(self, kind: str = "text/event-stream") -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        self.end_headers()

    def _piece(self, text: str, end: str | None = None) -> None:
        delta = {"role": "assistant", "content": text} if text else {}
        row = {
            "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": end}],
        }  # fmt: skip
        self.wfile.write(f"data: {json.dumps(row)}\n\n".encode())
        self.wfile.flush()

    def _good(self) -> None:
        self._begin()
        text = self.server.reply
        for at in range(0, len(text), 7):
            self._piece(text[at : at + 7])
        self._piece("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _status(self) -> None:
        body = json.dumps({"error": {"message": "no", "type": "x", "code": "x"}}).encode()
        self.send_response(int(self.server.behaviour))
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hangs(self) -> None:
        self.server.stopped.wait(60)

    def _hangs_after_header(self) -> None:
        self._begin()
        self.wfile.flush()
        self.server.stopped.wait(60)

    def _closes(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _closes_in_mid_stream(self) -> None:
        self._begin()
        self._piece(self.server.reply[: len(self.server.reply) // 3])
        self._closes()

    def _garbage(self) -> None:
        self._begin()
        for _ in range(20):
            self._piece("".join(chr(self.server.random.randrange(0x20, 0x9FFF)) for _ in range(9)))
        self._piece("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _binary(self) -> None:
        self._begin()
        self.wfile.write(self.server.random.randbytes(2000))

    def _html(self) -> None:
        self._begin("text/html")
        self.wfile.write(b"<html><body><h1>Bad Gateway</h1></body></html>")

    def _empty(self) -> None:
        self._begin()
        self._piece("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _stops_in_mid_sentence(self) -> None:
        self._begin()
        self._piece(self.server.reply[: self.server.random.randrange(30, len(self.server.reply) - 4)])
        self._piece("", "length")
        self.wfile.write(b"data: [DONE]\n\n")

    def _trickles(self) -> None:
        self._begin()
        with suppress(OSError):
            while not self.server.stopped.wait(0.1):
                self._piece(" ")

    def _wrong_json(self) -> None:
        self._begin()
        self._piece(json.dumps({"sentences": [{"key": 7}, "x", None, {"sentence": []}], "more": 1}))
        self._piece("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _endless(self) -> None:
        self._begin()
        with suppress(OSError):
            while not self.server.stopped.is_set():
                self._piece("很" * 50)
                time.sleep(0.01)


@contextmanager
def chat_server(behaviour: str, reply: str = "", seed: int = 0) -> Iterator[ChatServer]:
    """A server that behaves so, while the context lasts."""
    server = ChatServer(behaviour, reply, seed)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
