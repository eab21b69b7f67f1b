"""What is wrong with a setting, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.messages.marks import listed
from bot.messages.safe_text import safe
from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    "unknown": ("没有 {setting} 这个设置", "there is no setting {setting}"),
    "near": (
        "没有 {setting} 这个设置（是不是 {name}？）",
        "there is no setting {setting}; is it {name}?",
    ),
    "encoding": ("{setting} 不是 UTF-8 编码", "{setting} is not in UTF-8"),
    "whole-number": ("{setting} 应为整数", "{setting} must be a whole number"),
    "number": ("{setting} 应为数字", "{setting} must be a number"),
    "true-false": ("{setting} 只能是 true 或 false", "{setting} must be true or false"),
    "one-of": ("{setting} 只能是 {choices}", "{setting} must be one of {choices}"),
    "too-small": ("{setting} 太小（下限 {limit}）", "{setting} is too small (the limit is {limit})"),
    "too-large": ("{setting} 太大（上限 {limit}）", "{setting} is too large (the limit is {limit})"),
    "not-above": ("{setting} 必须大于 {limit}", "{setting} must be greater than {limit}"),
    "not-below": ("{setting} 必须小于 {limit}", "{setting} must be less than {limit}"),
    "provider-name": (
        "{setting} 应写成 提供者:名称，例如 openai:qwen-plus",
        "{setting} must be written provider:name, for example openai:qwen-plus",
    ),
    "address": (
        "{setting} 应以 http:// 或 https:// 开头",
        "{setting} must begin with http:// or https://",
    ),
    "address-secret": (
        "{setting} 只能是地址，不能带用户名、密码或参数；密钥请写进 CHROMA_HEADERS",
        "{setting} must be an address alone, without user, password or parameters; keys belong into CHROMA_HEADERS",
    ),
    "collection-name": (
        "{setting} 只能用 3 到 62 个字母、数字、_ 和 -，首尾为字母或数字",
        "{setting} must be 3 to 62 letters, digits, _ and -, with a letter or digit at both ends",
    ),
    "headers": (
        "{setting} 要写成 Name: value，或 JSON 对象",
        "{setting} must be written Name: value, or as a JSON object",
    ),
    "no-file": ("{setting} 指的文件不存在", "the file that {setting} names is not there"),
    "database-address": (
        "{setting} 要写成 postgresql://user:password@host/name",
        "{setting} must be written postgresql://user:password@host/name",
    ),
    "ids": (
        "{setting} 应为数字编号，用逗号分隔，如 123456,-100987",
        "{setting} must be numbers with commas between them, such as 123456,-100987",
    ),
    "no-folder": ("{setting} 指的是文件，应为文件夹", "{setting} names a file and has to be a folder"),
    "proxy-address": (
        "{setting} 应写成 http://主机:端口 或 socks5://主机:端口",
        "{setting} must be written http://host:port or socks5://host:port",
    ),
    "secret-characters": (
        "{setting} 只能由英文字母、数字和半角符号组成（是否还留着示例里的“…”？）",
        "{setting} can only have ASCII letters, digits and signs (is the … of an example still there?)",
    ),
    "log-level": (
        "{setting} 只能是 DEBUG、INFO、WARNING 或 ERROR",
        "{setting} must be DEBUG, INFO, WARNING or ERROR",
    ),
    "bad-value": ("{setting} 的值不对", "the value of {setting} is wrong"),
}


def problems_text(problems: Any, language: Language) -> str:
    """The problems of `BadSettings` in one line; no value is ever said, since it may be a secret."""
    given: Iterable[tuple[str, str, Mapping[str, object]]] = problems
    shown = []
    for name, code, params in given:
        chinese, english = TEXTS.get(code, TEXTS["bad-value"])
        filled = {
            key: listed(map(str, value), language) if isinstance(value, tuple) else value
            for key, value in params.items()
        }
        sentence = english if language is Language.ENGLISH else chinese
        shown.append(safe(sentence.format(setting=name, **filled)))
    return ("；" if language is Language.CHINESE else "; ").join(shown)
