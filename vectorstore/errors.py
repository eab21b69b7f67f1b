"""Errors of the `vectorstore` package, one small tree.

    VectorstoreError
    ├── UnreadableFile        a file that can't become a document
    ├── NoDocuments           nothing to index under the given paths
    ├── NothingLeft           removing this would leave no document in the index
    ├── IndexMissing          there is no index yet
    ├── IndexMismatch         built with another model, splitter or cleaning version
    ├── IndexDamaged          the generation on disk is not sound
    ├── IndexUnavailable      the index can't be read or written now: rights, space, a read-only place
    ├── RootsUnknown          a damaged index no longer tells which folders were in it
    ├── IndexBusy             another process is writing
    ├── ServerUnavailable     the Chroma server that has the vectors can't be reached
    ├── ServerRefuses         it can, and lets this program not in
    └── EmbeddingUnavailable  the embedding model can't be loaded or run

Every error carries a message code with its parameters; the words that a person
reads are chosen where they are shown (`bot.messages.general`), in the person's language.
`str(error)` is the English form, for logs.
"""

from __future__ import annotations


class VectorstoreError(Exception):
    """Base of everything that `vectorstore` raises on purpose."""

    code = "vectorstore"

    def __init__(self, **params: object) -> None:
        self.params = params
        detail = ", ".join(f"{name}={value}" for name, value in params.items())
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class UnreadableFile(VectorstoreError):
    """The file can't be decoded, is empty, or holds no paragraph. Params: file, reason."""

    code = "unreadable-file"


class NoDocuments(VectorstoreError):
    """No readable document under the given paths. Params: paths."""

    code = "no-documents"


class NothingLeft(VectorstoreError):
    """Removing this would leave the index without a document. Params: count."""

    code = "nothing-left"


class IndexMissing(VectorstoreError):
    """No generation has been put in place. Params: folder."""

    code = "index-missing"


class IndexMismatch(VectorstoreError):
    """The index was built with other settings. Params: what, built, wanted."""

    code = "index-mismatch"


class IndexDamaged(VectorstoreError):
    """The generation on disk is not sound. Params: folder, reason."""

    code = "index-damaged"


class IndexUnavailable(VectorstoreError):
    """The system doesn't let the index be read or written; nothing is damaged. Params: folder, reason, cause."""

    code = "index-unavailable"


class RootsUnknown(VectorstoreError):
    """Which folders were indexed can't be told any more, and is not guessed. Params: folder."""

    code = "roots-unknown"


class IndexBusy(VectorstoreError):
    """Another process holds the writer's lock. Params: folder, pid."""

    code = "index-busy"


class ServerUnavailable(VectorstoreError):
    """The Chroma server can't be reached, or fails. Params: url, reason."""

    code = "server-unavailable"


class ServerRefuses(VectorstoreError):
    """The Chroma server does not accept who asks. Params: url, reason."""

    code = "server-refuses"


class EmbeddingUnavailable(VectorstoreError):
    """The embedding model can't be loaded or run. Params: model, reason."""

    code = "embedding-unavailable"
