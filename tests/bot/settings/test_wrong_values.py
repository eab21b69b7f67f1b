"""A wrong value of any setting is one line in either language, and an empty one is as if it were not set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.messages.general import error_text
from bot.settings import (
    load_chat_settings,
    load_chroma_settings,
    load_serve_settings,
    load_settings,
    load_telegram_settings,
    own_names,
)
from bot.settings.telegram import TelegramSettings
from bot.types import Language

#: A setting, a value that it can't have, and the words that say so in Chinese and English.
WRONG = {
    "TOP_PASSAGES=0": ("太小（下限 1）", "too small (the limit is 1)"),
    "TOP_PASSAGES=51": ("太大（上限 50）", "too large (the limit is 50)"),
    "TOP_PASSAGES=five": ("应为整数", "a whole number"),
    "ANSWER_LOG=maybe": ("只能是 true 或 false", "true or false"),
    "YINJU_LANGUAGE=fr": ("只能是 zh、en", "one of zh, en"),
    "CHAT_MODEL=gpt": ("提供者:名称", "provider:name"),
    "CHAT_BASE_URL=localhost:80": ("http:// 或 https:// 开头", "begin with http:// or https://"),
    "CHAT_API_KEY=…": ("英文字母、数字", "ASCII letters"),
    "CHAT_API_KEY=sk-1 2": ("英文字母、数字", "ASCII letters"),
    "CHAT_TIMEOUT=0": ("必须大于 0", "greater than 0"),
    "CHAT_TIMEOUT=601": ("太大（上限 600）", "too large (the limit is 600)"),
    "CHAT_DEADLINE=soon": ("应为数字", "must be a number"),
    "CHROMA_URL=localhost": ("http:// 或 https:// 开头", "begin with http:// or https://"),
    "CHROMA_URL=http://a:b@host": ("不能带用户名", "without user"),
    "CHROMA_COLLECTION=x": ("3 到 62", "3 to 62"),
    "CHROMA_HEADERS=token": ("Name: value", "Name: value"),
    "CHROMA_CA_FILE=/nowhere.pem": ("文件不存在", "is not there"),
    "TELEGRAM_TOKEN=您的令牌": ("英文字母、数字", "ASCII letters"),
    "TELEGRAM_ALLOW=me": ("数字编号", "must be numbers"),
    "TELEGRAM_ADMINS=1,x": ("数字编号", "must be numbers"),
    "TELEGRAM_OPEN=perhaps": ("只能是 true 或 false", "true or false"),
    "TELEGRAM_QUESTIONS_PER_MINUTE=0": ("太小（下限 1）", "too small (the limit is 1)"),
    "TELEGRAM_LONGEST_QUESTION=5000": ("太大（上限 4096）", "too large (the limit is 4096)"),
    "TELEGRAM_UPLOAD_MEGABYTES=0": ("必须大于 0", "greater than 0"),
    "TELEGRAM_UPLOAD_SECONDS=1": ("太小（下限 5）", "too small (the limit is 5)"),
    "TELEGRAM_BASE_URL=api.telegram.org": ("http:// 或 https:// 开头", "begin with http:// or https://"),
    "TELEGRAM_PROXY=127.0.0.1:1080": ("socks5://", "socks5://"),
    "TELEGRAM_DATABASE_URL=mysql://x": ("postgresql://", "postgresql://"),
    "TELEGRAM_WEBHOOK_PORT=70000": ("太大（上限 65535）", "too large (the limit is 65535)"),
    "TELEGRAM_LOG_LEVEL=loud": ("DEBUG、INFO", "DEBUG, INFO"),
}


def _load(name: str) -> object:
    loaders: dict[str, Callable[[], object]] = {
        "CHAT": load_chat_settings,
        "CHROMA": load_chroma_settings,
        "TELEGRAM": load_telegram_settings,
        "SERVE": load_serve_settings,
    }
    return loaders.get(name.partition("_")[0], load_settings)()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env` of the checkout or of the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.settings.loading.config_file", lambda: tmp_path / "none.env")


@pytest.mark.parametrize("given", WRONG)
def test_a_wrong_value_is_named_and_never_shown(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line in either language has the setting's name and what it should be, without the value that was given."""
    name, _, value = given.partition("=")
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as raised:
        _load(name)
    for language, words in zip(Language, WRONG[given], strict=True):
        shown = error_text(raised.value, language)
        assert len(shown.splitlines()) == 1
        assert name in shown
        assert words in shown
        assert len(value) < 3 or value not in shown


@pytest.mark.parametrize("name", own_names())
def test_an_empty_value_is_as_if_it_were_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`DATA_DIR=` is not the current folder, nor is any other empty value another than the default."""
    monkeypatch.delenv(name, raising=False)
    default = load_settings()
    monkeypatch.setenv(name, "")
    assert load_settings() == default


@pytest.mark.parametrize(
    ("secret", "fits"),
    [("a" * 16, True), ("A1_-" * 64, True), ("a" * 15, False), ("a" * 257, False), ("密钥" * 8, False)],
)
def test_the_secret_of_a_webhook_is_what_telegram_takes(secret: str, fits: bool) -> None:
    """16 to 256 letters, digits, _ and - of ASCII; else it is told before the start."""
    found = TelegramSettings(token="1:x", open=True, webhook_url="https://example.org", webhook_secret=secret)
    assert found.problem(webhook=True) == ("" if fits else "telegram-no-webhook-secret")
