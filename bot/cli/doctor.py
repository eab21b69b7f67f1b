"""What `yinju doctor` checks: interpreter, data folder, engine, index, source files."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.cli.context import own_environment, own_python
from bot.errors import ChatFailed, ChatUnavailable, DatabaseUnavailable, RerankerUnavailable
from bot.library import load_reader, open_library
from bot.messages.doctor import say
from bot.messages.general import error_text, text
from bot.messages.marks import listed
from bot.settings import Settings, load_chroma_server, load_telegram_settings
from vectorstore.embedding.encoders import BUNDLED, native_engine_problem
from vectorstore.errors import VectorstoreError
from vectorstore.index.served import names_of
from vectorstore.index.source_status import states

#: So many changed files are named.
_SOME_NAMES = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: its code in `bot.messages.doctor`, and what was found."""

    code: str
    ok: bool
    detail: str = ""
    warning: bool = False
    params: Mapping[str, object] = field(default_factory=dict)


def checks(found: Settings) -> Iterator[Check]:
    """Check one thing after the other; each is told as soon as it is known."""
    yield Check("doctor.python", sys.version_info >= (3, 11), platform.python_version())
    folder = found.data_dir if found.data_dir.exists() else found.data_dir.parent
    if os.access(folder, os.W_OK):
        yield Check("doctor.writable", True, str(found.data_dir))
    else:
        yield Check("doctor.not-writable", False, params={"folder": str(folder)})
    if found.embedding_model == BUNDLED:
        yield _engine(found)
    yield from _reranker(found)
    yield from _chat(found)
    yield from _database(found)
    try:
        server = load_chroma_server()
        library = open_library(found.index, found.embedding_model, server)
    except VectorstoreError as exc:
        yield Check("doctor.index", False, error_text(exc, found.language))
        return
    yield Check("doctor.index", True, library.folder.name)
    if server and (names := names_of(library.folder)):
        generation = names.generation
        yield Check("doctor.server", True, f"{server.place} {generation}")
    yield _sound(found, str(library.folder), library.manifest.passages)
    stale = [
        file
        for file, state in states(library.catalog.documents()).items()
        if state not in {"unchanged", "archived"}
    ]
    if stale:
        named = listed(stale[:_SOME_NAMES], found.language)
        yield Check("doctor.stale", False, named, warning=True, params={"count": len(stale)})
    else:
        yield Check("doctor.sources", True, say("doctor.ok", found.language))


def _database(found: Settings) -> Iterator[Check]:
    """The database that the Telegram bot's workers share, asked for an answer; nothing where none is set."""
    url = load_telegram_settings().database_url.get_secret_value()
    if not url:
        return
    from bot.telegram.storage.postgres import check

    try:
        yield Check("doctor.database", True, check(url))
    except DatabaseUnavailable as exc:
        yield Check("doctor.database", False, error_text(exc, found.language))


def _reranker(found: Settings) -> Iterator[Check]:
    """The cross-encoder that is set, loaded; nothing where none is."""
    if not found.reranker_model:
        return
    try:
        load_reader(found.reranker_model)
    except RerankerUnavailable as exc:
        yield Check("doctor.reranker", False, error_text(exc, found.language))
    else:
        yield Check("doctor.reranker", True, found.reranker_model)


def _chat(found: Settings) -> Iterator[Check]:
    """The chat model that is set, asked for one word; nothing where none is."""
    from bot.settings import load_chat_settings

    chat = load_chat_settings()
    if not chat.model:
        return
    from bot.generation.chat_model import build_chat_model
    from bot.generation.prompts import Message

    try:
        model = build_chat_model(chat, found.data_dir)
        assert model is not None
        until = time.monotonic() + min(chat.deadline, 30.0)
        for _ in model.stream([Message("user", "只回答一个字:好")], "", None, until):
            pass
    except ChatUnavailable as exc:
        yield Check("doctor.chat", False, error_text(exc, found.language))
    except ChatFailed as exc:
        # Answers go on without it.
        why = text(f"doctor.chat-failed.{exc.reason}", found.language)
        yield Check("doctor.chat", False, f"{chat.model} · {why}", warning=True)
    else:
        yield Check("doctor.chat", True, chat.model)


def _engine(found: Settings) -> Check:
    problem = native_engine_problem()
    if not problem:
        return Check("doctor.native", True, say("doctor.ok", found.language))
    detail = say("doctor.native-missing", found.language, reason=problem)
    return Check("doctor.native", False, detail, warning=True)


def _sound(found: Settings, folder: str, passages: int) -> Check:
    """Check the index in a process of its own: a damaged one can end the process that reads it."""
    code = (
        "import sys; from pathlib import Path; from vectorstore.ingest import check_generation;"
        "from vectorstore.errors import VectorstoreError; from bot.settings import load_chroma_server\n"
        "try: check_generation(Path(sys.argv[1]), server=load_chroma_server())\n"
        "except VectorstoreError as exc: sys.exit(str(exc.params.get('reason', exc)))"
    )
    done = subprocess.run(
        own_python("-c", code, folder),
        capture_output=True,
        text=True,
        check=False,
        env=own_environment(),
    )
    if done.returncode == 0:
        return Check("doctor.sound", True, params={"passages": passages})
    from vectorstore.errors import IndexDamaged

    reason = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
    return Check(
        "doctor.index", False, error_text(IndexDamaged(folder=folder, reason=reason), found.language)
    )
