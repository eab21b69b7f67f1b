"""A chat model that implements LangChain's interface and says what a script tells it to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

#: From a conversation, as (role, text), to the reply.
Script = Callable[[Sequence[tuple[str, str]]], str]


class ScriptedModel(BaseChatModel):
    """Replies with what `script` makes of the conversation, a few characters a chunk.

    It takes the schema way of asking only where `structured` is true; else it refuses to be bound,
    as a model without structured output does.
    """

    script: Script
    structured: bool = True
    asked: list[list[tuple[str, str]]] = []

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def with_structured_output(self, schema: Any, **kwargs: Any) -> Any:
        """Itself, whose reply is raw text."""
        if not self.structured:
            raise NotImplementedError
        return self

    def _said(self, messages: list[BaseMessage]) -> str:
        told = [(one.type, str(one.content)) for one in messages]
        self.asked.append(told)
        return self.script(told)

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self._said(messages)))])

    def _stream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        text = self._said(messages)
        for at in range(0, len(text), 5):
            yield ChatGenerationChunk(message=AIMessageChunk(content=text[at : at + 5]))


def passages_in(told: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The passages in the last question of a conversation that has any, by key."""
    for role, text in reversed(told):
        found = re.findall(r'<passage key="(\w+)">\n(.*?)\n</passage>', text, re.DOTALL)
        if role == "human" and found:
            return dict(found)
    return {}
