"""Where the Telegram bot is put together from its settings."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer_log.database import NAME
from bot.answer_log.votes import VoteLog
from bot.generation.chat_model import ChatModel, build_chat_model
from bot.questions.suggestions import Suggestions
from bot.settings import Settings, TelegramSettings, load_chat_settings, load_chroma_server
from bot.telegram.access import Access
from bot.telegram.collections.chat_documents import ChatDocuments
from bot.telegram.collections.collections import Libraries
from bot.telegram.collections.open_indexes import OpenIndex, OpenShelf
from bot.telegram.services import Desk
from bot.telegram.storage.connection import Storage
from bot.telegram.storage.conversations import Conversations
from bot.telegram.storage.database import Database
from bot.telegram.storage.limits import SharedRates, SharedTurns
from bot.telegram.suggested import Suggested
from bot.telegram.transport.delivery import SCHEMA as OUTBOX
from bot.telegram.transport.delivery import Delivery
from bot.telegram.transport.inbox import SCHEMA as INBOX
from bot.telegram.transport.log import event

if TYPE_CHECKING:
    from bot.extraction.reader import Reader
    from vectorstore.embedding.encoders import Encoder
    from vectorstore.index.server import ChromaServer


#: Threads that answer questions, without a chat model and with one.
_COMPUTING, _WAITING_TOO = 2, 12
#: Threads for quotations that are checked and words that are searched, and for what is only looked up:
#: a press must wait neither behind fifty questions nor behind a long quotation.
_SEARCHING, _LOOKING = 2, 2


class OneEncoder:
    """One embedding model for the shelves of all chats, loaded once and used by one thread at a time."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None

    def load(self) -> OneEncoder:
        """This, with the model in memory."""
        from vectorstore.embedding.encoders import lasting_encoder

        with self._lock:
            if self._encoder is None:
                # A question takes it milliseconds and it lets go of the interpreter
                # meanwhile; a whole document is embedded by a process of its own.
                self._encoder = lasting_encoder(self._model)
        return self

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """See `Encoder`."""
        with self._lock:
            assert self._encoder is not None
            return self._encoder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """See `Encoder`."""
        return self.embed_queries([text])[0]

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        """See `Encoder`."""
        with self._lock:
            assert self._encoder is not None
            return self._encoder.embed_queries(texts)


def shelf_opener(
    model: str,
    reranker: str = "",
    chat: ChatModel | None = None,
    deadline: float = 90.0,
    shared: tuple[Path, ChromaServer] | None = None,
) -> OpenShelf:
    """Opens the shelf of an index's current generation.

    `shared` is the index whose vectors are on a server; those of chats are in files.

    `reranker` may read in the reader's place; `chat` words answers, in `deadline` seconds each.
    """
    encoder = OneEncoder(model)
    loading = threading.Lock()
    loaded: list[Reader] = []

    def one_reader() -> Reader:
        """The reader that all shelves share."""
        from bot.library import load_reader

        with loading:
            if not loaded:
                # Two questions are answered side by side, each with a core.
                loaded.append(load_reader(reranker))
            return loaded[0]

    def open_shelf(index: Path) -> OpenIndex:
        from bot.chain import build_chain
        from bot.citations.resolver import Resolver
        from bot.library import build_locator, open_library
        from bot.questions.asker import Asker
        from vectorstore.search.searcher import Searcher

        server = shared[1] if shared and shared[0] == index else None
        library = open_library(index, model, server)
        searcher = Searcher(library.folder, library.catalog, encoder.load, server)
        locator = build_locator(library)

        worded = None
        if chat is not None:
            from bot.generation.writer import AnswerWriter

            answer_writer = AnswerWriter(chat, library.catalog, deadline)
            worded = Asker(build_chain(searcher, library.catalog, one_reader, lambda: answer_writer))

        def close() -> None:
            searcher.close()
            library.close()

        return OpenIndex(
            folder=library.folder,
            catalog=library.catalog,
            asker=Asker(build_chain(searcher, library.catalog, one_reader)),
            search=searcher.search,
            locate=locator.locate,
            resolve=Resolver(library.catalog, locator).resolve,
            close=close,
            worded=worded,
        )

    return open_shelf


def telegram_folder(settings: Settings) -> Path:
    """Where the bot keeps what it remembers."""
    return settings.data_dir / "telegram"


def _shared_stores(telegram: TelegramSettings, account: str) -> tuple[Storage, Storage]:
    """The stores of conversations with limits, and of inbox and outbox, that all workers of a bot share.

    Raises `DatabaseUnavailable`.
    """
    from bot.telegram.storage.conversations import SCHEMA as CONVERSATIONS
    from bot.telegram.storage.limits import SCHEMA as LIMITS
    from bot.telegram.storage.postgres import PostgresDatabase
    from bot.telegram.transport.shared_inbox import SCHEMA as LANES

    def tell(exc: BaseException | None) -> None:
        if exc is None:
            event("database-again")
        else:
            event("database-away", logging.WARNING, error=exc)

    url, schema = (
        telegram.database_url.get_secret_value(),
        f"yinju_{account if account.isdecimal() else 'bot'}",
    )
    first = PostgresDatabase(url, schema, CONVERSATIONS + LIMITS, tell)
    return first, PostgresDatabase(url, schema, INBOX + OUTBOX + LANES, tell)


def build_desk(
    settings: Settings, telegram: TelegramSettings, bot: Any, open_shelf: OpenShelf | None = None
) -> Desk:
    """The services of a bot. `open_shelf` is what opens an index (the real thing unless it is given).

    Raises `BadSettings` and `ChatUnavailable` where the chat model of the settings can't be set up.
    """
    of_chat = load_chat_settings()
    chat = build_chat_model(of_chat, settings.data_dir)
    folder = telegram_folder(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)  # an earlier version let others look in
    # Each bot counts its updates by itself; the number before the colon says which bot it is.
    account = telegram.token.get_secret_value().partition(":")[0].strip()
    name = f"inbox-{account}.db" if account.isdecimal() else "inbox.db"
    stores = _shared_stores(telegram, account) if telegram.database_url.get_secret_value() else None
    if stores:
        # They would lie on one worker's disk, where the others don't see them.
        telegram = telegram.model_copy(update={"documents_per_chat": 0})
    conversations = Conversations(stores[0] if stores else folder / "chats.db")
    database = stores[1] if stores else Database(folder / name, INBOX + OUTBOX, durable=True)
    books = ChatDocuments(
        folder / "chats",
        settings.embedding_model,
        telegram.upload_seconds,
        telegram.upload_memory_megabytes * 1024 * 1024,
        telegram.upload_characters,
    )
    server = load_chroma_server()
    shared = (settings.index, server) if server else None
    libraries = Libraries(
        settings.index,
        open_shelf
        or shelf_opener(settings.embedding_model, settings.reranker_model, chat, of_chat.deadline, shared),
        books.index_of,
    )
    return Desk(
        settings=telegram,
        conversations=conversations,
        delivery=Delivery(bot, database),
        access=Access(telegram, conversations, SharedRates(stores[0]) if stores else None),
        turns=SharedTurns(stores[0]) if stores else None,
        libraries=libraries,
        books=books,
        suggested=Suggested(libraries, Suggestions(settings.data_dir)),
        # Who waits for a chat model computes nothing, and must not keep others waiting.
        computing=ThreadPoolExecutor(_WAITING_TOO if chat else _COMPUTING, "computing"),
        searching=ThreadPoolExecutor(_SEARCHING, "searching"),
        looking=ThreadPoolExecutor(_LOOKING, "looking"),
        default=settings.language,
        votes=VoteLog(settings.data_dir / NAME) if settings.answer_log else None,
    )
