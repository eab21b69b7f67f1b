"""Two workers of one bot behind a webhook, with one PostgreSQL between them."""

from __future__ import annotations

import itertools
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.assembly import shelf_opener
from bot.telegram.collections.open_indexes import OpenIndex
from bot.types import Answer
from tests.bot.telegram.conftest import Chat
from tests.bot.telegram.scripted import ANSWER, ScriptedAsker
from tests.botapi.person import wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer
from tests.commands import SEEDS
from tests.servers.chroma import free_port
from tests.servers.patience import PATIENCE
from tests.servers.postgres import PostgresProcess
from vectorstore.index.catalog import Catalog
from vectorstore.ingest import ingest

_SECRET = "a-secret_of-16-or-more"


class Balancer:
    """What lies before the workers: hands each request to the next one, and past one that is gone."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.taken = [0] * len(ports)
        turn = itertools.count()

        class Handler(BaseHTTPRequestHandler):
            """One request from Telegram."""

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing is logged."""

            def do_POST(handler) -> None:
                body = handler.rfile.read(int(handler.headers["Content-Length"]))
                first, status = next(turn), 502
                for step in range(len(ports)):
                    number = (first + step) % len(ports)
                    headers = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}
                    request = urllib.request.Request(
                        f"http://127.0.0.1:{ports[number]}/telegram", body, headers, method="POST"
                    )
                    try:
                        with urllib.request.urlopen(request, timeout=40) as reply:
                            status = reply.status
                            self.taken[number] += 1
                            break
                    except urllib.error.HTTPError as exc:
                        status = exc.code
                    except OSError:
                        continue
                handler.send_response(status)
                handler.send_header("Content-Length", "0")
                handler.end_headers()

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/telegram"

    def stop(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()


class Recording:
    """Answers from the script, and keeps what it was asked."""

    def __init__(self, catalog: Catalog, asked: list[str]) -> None:
        self._asker, self._asked = ScriptedAsker(catalog), asked

    def ask(self, question: str, *given: Any, **more: Any) -> Answer:
        """See `bot.questions.asker.Asks`."""
        self._asked.append(question)
        return self._asker.ask(question, *given, **more)


class Workers:
    """Two bots, each with a folder of its own, and how often each was asked."""

    def __init__(self, server: BotApiServer, postgres: PostgresProcess, index: Path, model: Path) -> None:
        self._server, self._postgres, self._index, self._model = server, postgres, index, model
        self.asked: list[list[str]] = [[], []]
        self.balancer = Balancer([free_port(), free_port()])
        self._stacks = [ExitStack(), ExitStack()]

    def start(self) -> None:
        """Start both."""
        for number, port in enumerate(self.balancer.ports):
            data = self._index.parent / f"worker-{number}"
            data.mkdir()
            (data / "index").symlink_to(self._index)

            def opened(index: Path, asked: list[str] = self.asked[number]) -> OpenIndex:
                shelf = shelf_opener(str(self._model))(index)
                return replace(shelf, asker=Recording(shelf.catalog, asked))

            options = {
                "webhook_url": self.balancer.url,
                "webhook_secret": _SECRET,
                "webhook_port": port,
                "database_url": self._postgres.url,
                "questions_per_minute": 30,
            }
            self._stacks[number].enter_context(
                bot_in_thread(self._server, data, webhook=True, open_shelf=opened, **options)
            )
        wait_until(self._server.world, lambda: self._server.world.webhook, PATIENCE)

    def stop(self, number: int) -> None:
        """Stop one of them."""
        self._stacks[number].close()

    def at_rest(self) -> None:
        """Wait until no worker has anything in hand."""
        import psycopg

        account = self._server.world.token.partition(":")[0]
        with psycopg.connect(self._postgres.url) as database:
            end = time.monotonic() + PATIENCE
            while database.execute(f"SELECT count(*) FROM yinju_{account}.lanes").fetchone() != (0,):
                assert time.monotonic() < end
                time.sleep(0.05)
                database.rollback()


@contextmanager
def working(postgres: PostgresProcess, model: Path, folder: Path) -> Iterator[tuple[Workers, BotApiServer]]:
    """Two workers on a Bot API server."""
    ingest([SEEDS], folder / "index", str(model))
    with BotApiServer() as server:
        workers = Workers(server, postgres, folder / "index", model)
        try:
            workers.start()
            yield workers, server
        finally:
            for number in (0, 1):
                workers.stop(number)
            workers.balancer.stop()


def test_two_workers_are_one_bot(postgres: PostgresProcess, tiny_model: Path, tmp_path: Path) -> None:
    """A conversation goes on in the other worker, buttons too; a killed database and a stopped worker lose nothing."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: run make test-server")
    with working(postgres, tiny_model, tmp_path) as (workers, server):
        chat = Chat(server)
        answer = chat.says("红河州的十项机制分别是什么？")
        assert "一是建立健全领导机制抓总" in answer.text
        workers.at_rest()
        # The next update reaches the other worker, which knows what was asked before.
        assert "二是建立健全推进机制抓实" in chat.says("第二项呢？").text
        first = [asked.count("红河州的十项机制分别是什么？") for asked in workers.asked]
        second = [asked.count("第二项呢？") for asked in workers.asked]
        assert sorted([first, second]) == [[0, 1], [1, 0]]
        workers.at_rest()
        for label in ("[1]", "收起"):
            chat.presses(answer, label)
            workers.at_rest()
        assert min(workers.balancer.taken) >= 2
        # Many chats at once: each gets its answer, and gets it once.
        chats = [Chat(server, 100 + number) for number in range(8)]
        for one in chats:
            one.person.says("形成了多少份调研报告？")
        wait_until(server.world, lambda: all(one.replies() for one in chats), PATIENCE)
        workers.at_rest()
        assert [len(one.replies()) for one in chats] == [1] * 8
        assert {one.replies()[0].text for one in chats} == {ANSWER}
        # The database is away for a moment: what came meanwhile is answered afterwards, once.
        postgres.kill()
        late = Chat(server, 300)
        late.person.says("形成了多少份调研报告？")
        time.sleep(1.0)
        postgres.start()
        wait_until(server.world, lambda: late.replies(), PATIENCE)
        workers.at_rest()
        assert [one.text for one in late.replies()] == [ANSWER]
        # One worker is stopped: the other goes on with its conversations.
        workers.stop(0)
        assert "二是建立健全推进机制抓实" in chat.says("第二项呢？").text
        assert server.world.refusals == []
