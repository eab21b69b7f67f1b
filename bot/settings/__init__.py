"""All settings, from the environment and `.env`: a class a module, read by `loading`."""

from bot.settings.chat import ChatSettings
from bot.settings.general import Settings
from bot.settings.loading import (
    chat_names,
    chroma_names,
    env_files,
    env_places,
    known_names,
    load_chat_settings,
    load_chroma_server,
    load_chroma_settings,
    load_serve_settings,
    load_settings,
    load_telegram_settings,
    offline,
    own_names,
    serve_names,
    telegram_names,
)
from bot.settings.serve import ServeSettings, is_loopback
from bot.settings.telegram import TelegramSettings

__all__ = [
    "ChatSettings",
    "ServeSettings",
    "Settings",
    "TelegramSettings",
    "chat_names",
    "chroma_names",
    "env_files",
    "env_places",
    "is_loopback",
    "known_names",
    "load_chat_settings",
    "load_chroma_server",
    "load_chroma_settings",
    "load_serve_settings",
    "load_settings",
    "load_telegram_settings",
    "offline",
    "own_names",
    "serve_names",
    "telegram_names",
]
