"""The real bot, talking over HTTP to the loopback server: in a thread, or as a process of its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.settings import Settings, TelegramSettings
from bot.settings.folders import PROJECT
from tests.botapi.server import BotApiServer
from tests.commands import started

_START = 60.0


def telegram_settings(server: BotApiServer, **more: Any) -> TelegramSettings:
    """Settings for a bot on the loopback server, open to everybody unless told otherwise."""
    values = {"token": server.world.token, "base_url": server.address, "open": True,
              "questions_per_minute": 1000, "requests_per_minute": 100_000, **more}  # fmt: skip
    return TelegramSettings(_env_file=None, **values)  # type: ignore[call-arg]


@contextmanager
def bot_in_thread(
    server: BotApiServer,
    data: Path,
    webhook: bool = False,
    open_shelf: Any = None,
    paces: Any = None,
    **more: Any,
) -> Iterator[Any]:
    """The bot in a thread with an event loop of its own; yields it once it serves.

    Unless `paces` says otherwise, it writes twice a second in a chat, which the server just allows.
    """
    from bot.telegram.progress import Paces
    from bot.telegram.run import TelegramBot

    ready = threading.Event()
    box: dict[str, Any] = {}

    async def serve() -> None:
        settings = Settings(_env_file=None, data_dir=data)  # type: ignore[call-arg]
        bot = box["bot"] = TelegramBot(
            settings, telegram_settings(server, **more), open_shelf, paces or Paces(messages=0.5)
        )
        box["loop"] = asyncio.get_running_loop()
        await bot.run(webhook, lambda _: ready.set())

    def run() -> None:
        try:
            asyncio.run(serve())
        except Exception as error:
            box["error"] = error
        finally:
            ready.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    if not ready.wait(_START):
        raise TimeoutError("the bot did not start")
    try:
        if "error" in box:
            raise box["error"]
        yield box["bot"]
    finally:
        if thread.is_alive():
            box["loop"].call_soon_threadsafe(box["bot"].stop)
            thread.join(40)


def start_process(
    server: BotApiServer, data: Path, webhook: bool = False, **more: str
) -> subprocess.Popen[bytes]:
    """The bot as a process of its own, as `yinju telegram` starts it; its logs go to `data/log`."""
    environment = {
        **os.environ,
        "DATA_DIR": str(data),
        "TELEGRAM_TOKEN": server.world.token,
        "TELEGRAM_BASE_URL": server.address,
        "TELEGRAM_OPEN": "true",
        "TELEGRAM_QUESTIONS_PER_MINUTE": "1000",
        "TELEGRAM_REQUESTS_PER_MINUTE": "100000",
        "PYTHONPATH": str(PROJECT),
        "PYTHONDONTWRITEBYTECODE": "",
        **more,
    }
    data.mkdir(parents=True, exist_ok=True)
    with (data / "log").open("ab") as log:
        return started(
            ["telegram", *(["--webhook"] if webhook else [])], environment, PROJECT, stderr=log, stdout=log
        )


def wait_for_start(server: BotApiServer, process: subprocess.Popen[bytes], seconds: float = _START) -> None:
    """Wait until a bot process polls."""
    before = server.world.poller
    until = time.monotonic() + seconds
    while server.world.poller == before:
        if process.poll() is not None:
            raise RuntimeError(f"the bot ended with {process.returncode}")
        if time.monotonic() > until:
            raise TimeoutError("the bot did not start")
        time.sleep(0.05)
