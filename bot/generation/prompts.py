"""Prompts for chat models: loaded from `prompts/`, validated, fingerprinted and filled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.errors import BadPrompt
from bot.settings.folders import prompts_folder

_ROLES = ("system", "user", "assistant")
_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_HEADING = re.compile(r"^## (\w+)\n", re.MULTILINE)
_FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a chat model."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file. `fingerprint` changes with any character of it."""

    name: str
    version: int
    about: str
    fields: tuple[str, ...]
    messages: tuple[Message, ...]
    fingerprint: str

    def fill(self, given: Mapping[str, str]) -> tuple[Message, ...]:
        """The messages with each field replaced; what a field holds is never looked at again."""
        if set(given) != set(self.fields):
            raise BadPrompt(file=f"{self.name}.md", problem=f"fields {sorted(given)}")
        return tuple(
            Message(one.role, _FIELD.sub(lambda found: given.get(found[1], found[0]), one.text))
            for one in self.messages
        )


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt of that name. Raises `BadPrompt` that says what is wrong with its file."""
    path = prompts_folder() / f"{name}.md"
    try:
        return read_prompt(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as exc:
        raise BadPrompt(file=path.name, problem=type(exc).__name__) from exc


def read_prompt(text: str, file: str) -> Prompt:
    """The prompt that a file's text is. Raises `BadPrompt`."""
    text = text.replace("\r\n", "\n")
    found = _FRONT.match(text)
    if not found:
        raise BadPrompt(file=file, problem="no front matter")
    front = _front(found["front"], file)
    messages = _messages(found["body"], file)
    fields = tuple(part.strip() for part in front["fields"].strip("[]").split(",") if part.strip())
    used = {name for one in messages for name in _FIELD.findall(one.text)}
    if used != set(fields):
        raise BadPrompt(file=file, problem=f"fields {sorted(used)}")
    if not front["version"].isdigit():
        raise BadPrompt(file=file, problem="version")
    if front["name"] != file.removesuffix(".md"):
        raise BadPrompt(file=file, problem="name")
    fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Prompt(front["name"], int(front["version"]), front["about"], fields, messages, fingerprint)


def _front(text: str, file: str) -> dict[str, str]:
    pairs = [line.partition(":") for line in text.splitlines() if line.strip()]
    front = {name.strip(): value.strip() for name, colon, value in pairs if colon}
    if set(front) != {"name", "version", "about", "fields"} or len(pairs) != 4:
        raise BadPrompt(file=file, problem="front matter")
    return front


def _messages(body: str, file: str) -> tuple[Message, ...]:
    parts = _HEADING.split(body)
    if parts[0].strip() or len(parts) < 3:
        raise BadPrompt(file=file, problem="text before the first heading")
    messages = tuple(Message(role, text.strip()) for role, text in zip(parts[1::2], parts[2::2], strict=True))
    if any(one.role not in _ROLES or not one.text for one in messages) or messages[-1].role != "user":
        raise BadPrompt(file=file, problem="headings")
    return messages


def as_data(text: str) -> str:
    """A text that can't be taken for the end of what it stands in."""
    return text.replace("<", "＜").replace(">", "＞")
