"""Errors of the `bot` package. Those of `vectorstore` come through as they are.

    YinjuError
    ├── BadQuestion     empty, or too long to be a question
    ├── BadSettings     an unknown or wrong setting
    ├── BadInput        a file or argument that can't be used
    ├── AmbiguousDocument a name that means several documents
    ├── UnknownDocument a document that the index doesn't have
    ├── BadPrompt       a prompt file that can't be used
    ├── RerankerUnavailable a cross-encoder that can't be loaded
    ├── ChatUnavailable a chat model that can't be set up
    ├── DatabaseUnavailable the workers' common database can't be used
    ├── AnswerLogOff    the answer log is needed and turned off
    ├── AnswerLogBroken the answer log can't be read or written
    ├── NothingKept     the answer log doesn't hold what was asked for
    └── ChatFailed      a chat model that didn't answer, or not usably; the answer goes on without it

As in `vectorstore.errors`, an error carries a code and parameters; `bot.messages.general` has the words.
"""

from __future__ import annotations

import errno


class YinjuError(Exception):
    """Base of everything that `bot` raises on purpose."""

    code = "yinju"

    def __init__(self, **params: object) -> None:
        self.params = params
        detail = ", ".join(f"{name}={value}" for name, value in params.items())
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class BadQuestion(YinjuError):
    """The question is empty or too long. Params: reason, limit, length."""

    code = "bad-question"


class BadSettings(YinjuError):
    """A setting is unknown or wrong. Params: problems."""

    code = "bad-settings"


class BadInput(YinjuError):
    """A file or an argument can't be used. Params: what, reason."""

    code = "bad-input"


class AmbiguousDocument(YinjuError):
    """A name means several documents where one is wanted. Params: file, count, known (names)."""

    code = "ambiguous-document"


class UnknownDocument(YinjuError):
    """No document of the index has this name. Params: file, known (names)."""

    code = "unknown-document"


class BadPrompt(YinjuError):
    """A file in `prompts/` can't be used. Params: file, problem."""

    code = "bad-prompt"


class RerankerUnavailable(YinjuError):
    """The cross-encoder that RERANKER_MODEL names can't be loaded. Params: model, reason."""

    code = "reranker-unavailable"


class ChatUnavailable(YinjuError):
    """The chat model that CHAT_MODEL names can't be set up. Params: model, problem."""

    code = "chat-unavailable"


class DatabaseUnavailable(YinjuError):
    """The database that the bot's workers share can't be reached or set up. Params: place, reason."""

    code = "database-unavailable"


class AnswerLogOff(YinjuError):
    """What was asked for needs the answer log, which a setting turns off. Params: setting."""

    code = "answer-log-off"


class AnswerLogBroken(YinjuError):
    """The file of the answer log can't be read or written. Params: file, problem."""

    code = "answer-log-broken"


class NothingKept(YinjuError):
    """The answer log doesn't hold what was asked for. Params: what."""

    code = "nothing-kept"


class ChatFailed(YinjuError):
    """A chat model didn't answer, or not usably. Params: reason."""

    code = "chat-failed"

    @property
    def reason(self) -> str:
        """Why: slow, down, quota, key, model, request, garbage or cut."""
        return str(self.params.get("reason", "failed"))


def os_reason(error: OSError) -> str:
    """Why the system refused a file, as a code that `bot.messages.general` has words for."""
    return _REASONS.get(error.errno or 0, "io")


_REASONS = {
    errno.ENOENT: "missing",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "read-only",
    errno.EFBIG: "too-large",
    errno.ENAMETOOLONG: "too-long",
    errno.EDQUOT: "disk-full",
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "broken-off",
    errno.EPIPE: "broken-off",
    errno.ETIMEDOUT: "no-reply",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no-folder",
    errno.ENOSPC: "disk-full",
}
