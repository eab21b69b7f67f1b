"""Webhook mode."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.messages.telegram import say
from bot.settings import TelegramSettings, load_settings, load_telegram_settings
from bot.types import Language
from tests.bot.telegram.conftest import Chat
from tests.bot.telegram.scripted import ANSWER, scripted_shelf
from tests.botapi.person import wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer
from tests.free_port import free_port

_SECRET = "a-secret_of-16-or-more"


def test_updates_are_brought_with_the_secret_only(server: BotApiServer, data: Path) -> None:
    """With --webhook Telegram brings the updates; a request without the secret is refused."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    chat = Chat(server)
    options = {"webhook_url": url, "webhook_secret": _SECRET, "webhook_port": port}
    with bot_in_thread(server, data, webhook=True, open_shelf=scripted_shelf, **options):
        wait_until(server.world, lambda: server.world.webhook, 20)
        assert chat.says("形成了多少份调研报告？").text == ANSWER
        for secret, body, code in (
            ("", b"{}", 403),
            ("wrong", b"{}", 403),
            (_SECRET, b"{", 400),
            (_SECRET, b"[]", 400),
        ):
            request = urllib.request.Request(url, body, {"X-Telegram-Bot-Api-Secret-Token": secret})
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(request, timeout=5)
            assert refused.value.code == code


def test_settings_that_can_not_work_are_named() -> None:
    """No token, no allow-list, no address and no secret each have a message of their own."""

    def made(**values: object) -> TelegramSettings:
        return TelegramSettings(_env_file=None, **values)  # type: ignore[call-arg]

    assert made(token="").problem() == "telegram-no-token"
    assert made(token="1:x").problem() == "telegram-no-allow-list"
    assert made(token="1:x", allow="5, 6，-7").problem() == ""
    assert made(token="1:x", allow="5, 6，-7").allow == {5, 6, -7}
    assert made(token="1:x", open=True).problem(webhook=True) == "telegram-no-webhook-url"
    good = {"token": "1:x", "open": True, "webhook_url": "https://example.org/telegram"}
    assert made(**good).problem(webhook=True) == "telegram-no-webhook-secret"
    assert made(**good, webhook_secret=_SECRET).problem(webhook=True) == ""


def test_a_misspelt_setting_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` may hold every TELEGRAM_ name, and a misspelt one is named with the nearest."""
    monkeypatch.chdir(tmp_path)
    env = tmp_path / ".env"
    env.write_text("TELEGRAM_ALLOW=5\nTELEGRAM_LONGEST_QUESTION=50\n", encoding="utf-8")
    load_settings()
    assert load_telegram_settings().longest_question == 50
    env.write_text("TELEGRAM_ALOW=5\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="TELEGRAM_ALLOW"):
        load_settings()
    env.write_text("TELEGRAM_ADMINS=me\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="TELEGRAM_ADMINS"):
        load_telegram_settings()


def test_the_refusal_to_start_says_how_to_learn_ones_number() -> None:
    """Whoever starts a bot for the first time doesn't know the own number: the bot tells it to a stranger."""
    assert "先写 1" in say("telegram-no-allow-list", Language.CHINESE)
    assert "write 1" in say("telegram-no-allow-list", Language.ENGLISH)
    assert "5" in say("stranger", Language.CHINESE, user=5)
