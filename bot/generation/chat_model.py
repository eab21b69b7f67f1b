"""Builds a chat model from settings, asks it and maps its errors; the only module that imports such models.

A library's time-outs don't bound an answer: a server that sends a byte now and then is never
silent for long. So each request runs in a thread of its own, and whoever asks waits for it no
longer than to the deadline; a thread that is left behind ends with its connection.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import ChatFailed, ChatUnavailable
from bot.generation.prompts import Message
from bot.settings import ChatSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

#: How a model is asked for a structure, best first.
SCHEMA, TOOL, MARKED = "schema", "tool", "marked"
MODES = (SCHEMA, TOOL, MARKED)
_MOST_TOKENS = 700


class StreamingChat(Protocol):
    """A chat model that streams its reply to a conversation and gives up at a moment in time."""

    @property
    def mode(self) -> str:
        """The way of asking for a structure that is known to work, empty while none is."""
        ...

    def remember(self, mode: str) -> None:
        """Keep in mind that this way works."""
        ...

    def stream(
        self, messages: Sequence[Message], mode: str, schema: Mapping[str, Any] | None, until: float
    ) -> Iterator[str]:
        """Stream the pieces of the reply. Raises `ChatFailed`, at `until` at the latest."""
        ...


@dataclass(frozen=True, slots=True)
class _Ended:
    """The end of a reply in the queue of its thread: complete, or failed with an error."""

    error: BaseException | None = None


class ChatModel:
    """A LangChain chat model with a limit for silence and a deadline for the whole reply."""

    def __init__(
        self, model: BaseChatModel, silence: float, memory: Path | None = None, name: str = ""
    ) -> None:
        self._model = model
        self._silence = silence
        self._memory = memory
        self._name = name
        self._mode = _remembered(memory, name)

    @property
    def mode(self) -> str:
        """The way of asking for a structure that is known to work, empty while none is."""
        return self._mode

    def remember(self, mode: str) -> None:
        """Keep in mind, over the end of the process too, that this way works."""
        if mode == self._mode:
            return
        self._mode = mode
        if self._memory is None:
            return
        with suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            self._memory.write_text(json.dumps({self._name: mode}) + "\n", "utf-8")

    def stream(
        self, messages: Sequence[Message], mode: str, schema: Mapping[str, Any] | None, until: float
    ) -> Iterator[str]:
        """The pieces of the reply as they come. Raises `ChatFailed`, at `until` at the latest."""
        pieces: queue.Queue[str | _Ended] = queue.Queue()
        stop = threading.Event()

        def pump() -> None:
            try:
                for piece in self._pieces(messages, mode, schema):
                    if stop.is_set():
                        return
                    pieces.put(piece)
                pieces.put(_Ended())
            except BaseException as exc:
                pieces.put(_Ended(exc))

        threading.Thread(target=pump, name="chat-model", daemon=True).start()
        try:
            while True:
                wait = min(until - time.monotonic(), self._silence)
                try:
                    piece = pieces.get(timeout=max(0.0, wait))
                except queue.Empty:
                    raise ChatFailed(reason="slow") from None
                if isinstance(piece, str):
                    yield piece
                elif piece.error is None:
                    return
                else:
                    raise ChatFailed(reason=reason_of(piece.error)) from piece.error
        finally:
            stop.set()

    def _pieces(
        self, messages: Sequence[Message], mode: str, schema: Mapping[str, Any] | None
    ) -> Iterator[str]:
        asked = self._structured(mode, schema) if schema else self._model
        for chunk in asked.stream([(_ROLES[one.role], one.text) for one in messages]):
            called = "".join(part.get("args") or "" for part in getattr(chunk, "tool_call_chunks", ()))
            # An empty piece is a sign of life.
            yield called or _text_of(chunk)

    def _structured(self, mode: str, schema: Mapping[str, Any]) -> Any:
        """The model bound to a schema; its reply is still the raw text, so that it can be streamed."""
        if mode == MARKED:
            return self._model
        method = "json_schema" if mode == SCHEMA else "function_calling"
        bound = self._model.with_structured_output(dict(schema), method=method)
        return getattr(bound, "first", bound)


#: What providers' packages say of a missing key, and LangChain of a provider that it doesn't know.
_OF_KEYS = ("api_key", "api key", "credentials", "api_token")
_OF_PROVIDERS = ("unable to infer model provider", "unsupported provider", "unsupported model_provider")
_ROLES = {"system": "system", "user": "human", "assistant": "ai"}


def _text_of(chunk: Any) -> str:
    content = chunk.content
    if isinstance(content, str):
        return content
    return "".join(
        part if isinstance(part, str) else str(part.get("text") or "")
        for part in content
        if isinstance(part, str) or part.get("type") == "text"
    )


def _remembered(memory: Path | None, name: str) -> str:
    if memory is None:
        return ""
    try:
        mode = json.loads(memory.read_text("utf-8")).get(name, "")
    except (OSError, ValueError, AttributeError):
        return ""
    return mode if mode in MODES else ""


def reason_of(error: BaseException) -> str:
    """The reason code for what a chat model's library raised."""
    names = {kind.__name__ for kind in type(error).__mro__}
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if isinstance(status, int):
        if status in {401, 403}:
            return "key"
        if status == 404:
            return "model"
        if status in {402, 429}:
            return "quota"
        if status == 408:
            return "slow"
        if 400 <= status < 500:
            return "request"
        if status >= 500:
            return "down"
    if any("Timeout" in name for name in names):
        return "slow"
    if isinstance(error, OSError) or any("Connection" in name or "ConnectError" in name for name in names):
        return "down"
    if names & {"RemoteProtocolError", "ReadError", "LengthFinishReasonError", "NetworkError", "APIError"}:
        return "cut"
    if isinstance(error, NotImplementedError):
        return "request"
    return "garbage"


def build_chat_model(found: ChatSettings, data_dir: Path | None) -> ChatModel | None:
    """Build the chat model that the settings name; None where they name none. Raises `ChatUnavailable`."""
    if not found.model:
        return None
    from langchain.chat_models import init_chat_model

    provider = found.model.partition(":")[0]
    given: dict[str, Any] = {"temperature": 0, "timeout": found.timeout, "max_retries": 1}
    if found.base_url:
        given["base_url"] = found.base_url
    key = found.api_key.get_secret_value()
    if key or (found.base_url and provider == "openai"):
        given["api_key"] = key or "none"
    if provider == "ollama":
        # Its client knows neither; the deadline is kept all the same.
        del given["timeout"], given["max_retries"]
        given.pop("api_key", None)
        given["num_predict"] = _MOST_TOKENS
    else:
        given["max_tokens"] = _MOST_TOKENS
    try:
        model = init_chat_model(found.model, **given)
    except ImportError as exc:
        from bot.settings.packages import pip_install

        problem = pip_install(_package(provider, str(exc)))
        raise ChatUnavailable(model=found.model, problem=problem, reason="package") from exc
    except Exception as exc:
        # Each provider's package has errors of its own for a missing key or an unknown option.
        first = (str(exc).splitlines() or [""])[0][:200]
        said = first.lower()
        if not key and any(word in said for word in _OF_KEYS):
            raise ChatUnavailable(model=found.model, problem="", reason="key") from exc
        if any(words in said for words in _OF_PROVIDERS):
            raise ChatUnavailable(model=found.model, problem=provider, reason="provider") from exc
        raise ChatUnavailable(model=found.model, problem=first, reason="setup") from exc
    memory = data_dir / "chat-model.json" if data_dir else None
    return ChatModel(model, found.timeout, memory, f"{found.model} {found.base_url}".strip())


def _package(provider: str, said: str) -> str:
    """The name of the package that LangChain needs for a provider."""
    import re

    found = re.search(r"pip install (?:-U )?([\w\[\]-]+)", said)
    return found[1] if found else f"langchain-{provider.replace('_', '-')}"
