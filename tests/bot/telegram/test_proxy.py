"""The bot behind a proxy, and its first start where Telegram can't be reached."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.settings import load_telegram_settings
from tests.bot.telegram.conftest import Chat
from tests.bot.telegram.scripted import scripted_shelf
from tests.botapi.proxy import LoopbackProxy
from tests.botapi.running import bot_in_thread, start_process
from tests.botapi.server import BotApiServer
from tests.commands import PATIENCE


def test_everything_sent_to_telegram_goes_through_the_proxy(server: BotApiServer, data: Path) -> None:
    """With TELEGRAM_PROXY, updates are fetched and replies sent through that proxy."""
    with (
        LoopbackProxy() as proxy,
        bot_in_thread(server, data, open_shelf=scripted_shelf, proxy=proxy.address),
    ):
        Chat(server).says("红河州的十项机制是什么？")
        assert {"getMe", "getUpdates", "sendMessage"} <= set(proxy.methods)


def test_without_the_setting_no_proxy_is_asked(server: BotApiServer, data: Path) -> None:
    """A proxy that no setting names sees nothing."""
    with LoopbackProxy() as proxy, bot_in_thread(server, data, open_shelf=scripted_shelf):
        Chat(server).says("红河州的十项机制是什么？")
        assert proxy.methods == []


@pytest.mark.parametrize("value", ["127.0.0.1:1080", "ftp://proxy:1", "socks5h://"])
def test_an_address_that_is_no_proxy_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that names no proxy is refused at the start, without being repeated: it may hold a password."""
    monkeypatch.setenv("TELEGRAM_PROXY", value)
    with pytest.raises(BadSettings) as raised:
        load_telegram_settings()
    assert "TELEGRAM_PROXY" in str(raised.value.params["problems"])
    assert value not in str(raised.value.params["problems"])


def test_a_first_start_without_a_network_says_so_and_stops_in_order(server: BotApiServer, data: Path) -> None:
    """Where Telegram can't be reached, a sentence says so, and SIGTERM ends the waiting at once with 0."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}"
        process = start_process(server, data, TELEGRAM_BASE_URL=nobody)
        until = time.monotonic() + PATIENCE
        while f"暂时连不上 Telegram（{nobody}）" not in _log(data) and time.monotonic() < until:
            assert process.poll() is None, _log(data)
            time.sleep(0.1)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, _log(data)
        assert time.monotonic() - began < 8
    # Loading takes seconds, even where Telegram is there: that it goes on is said first.
    assert _log(data).startswith("正在连接 Telegram，载入文档和模型……\n")
    assert _log(data).rstrip().endswith("已结束。")
    assert "Traceback" not in _log(data)


def test_a_start_that_is_stopped_while_it_loads_ends_in_order(server: BotApiServer, data: Path) -> None:
    """SIGTERM right behind the first line, before the bot itself listens to signals: the last line, and 0."""
    process = start_process(server, data)
    until = time.monotonic() + PATIENCE
    while "正在连接" not in _log(data) and time.monotonic() < until:
        assert process.poll() is None, _log(data)
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0, _log(data)
    assert _log(data).rstrip().endswith("已结束。")
    assert "Traceback" not in _log(data)


def _log(data: Path) -> str:
    return (data / "log").read_text("utf-8")
