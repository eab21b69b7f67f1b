"""What every command needs: settings, language, and errors turned into one line and a code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

import typer

from bot.cli.usage_errors import WrongUsage, told_as
from bot.errors import BadInput, BadSettings, YinjuError, os_reason
from bot.library import Library, open_library
from bot.messages.general import error_text, text
from bot.messages.usage import say as say_usage
from bot.settings import Settings, load_chroma_server, load_settings, offline
from bot.types import Language
from vectorstore.errors import IndexMissing, VectorstoreError
from vectorstore.index.local_copy import in_step
from vectorstore.index.server import ChromaServer

ANSWERED, ERROR, USAGE, DECLINED = 0, 1, 2, 3
#: The index was built, but something can't be read now: it was left out, or keeps what it had.
UNREAD = 4


@dataclass(frozen=True, slots=True)
class Shared:
    """Options before the command."""

    debug: bool = False
    language: Language | None = None


_shared = Shared()


def share(debug: bool, language: Language | None) -> None:
    """Remember the options that stand before the command."""
    global _shared
    _shared = replace(_shared, debug=debug, language=language)


def settings() -> Settings:
    """The settings in force, with the language that was asked for on the command line."""
    offline()
    found = load_settings()
    if found.data_dir.exists() and not found.data_dir.is_dir():
        raise BadSettings(problems=(("DATA_DIR", "no-folder", {}),))
    return found.model_copy(update={"language": _shared.language}) if _shared.language else found


def language() -> Language:
    """The language to speak when the settings themselves may be wrong."""
    from bot.cli.spoken_language import set_language

    return _shared.language or set_language()


def say(line: str) -> None:
    """One line for the person, beside the result."""
    print(line, file=sys.stderr, flush=True)


def result(text_: str) -> None:
    """What the command is for, on standard output; a closed pipe ends it quietly, a full disk with a line."""
    try:
        sys.stdout.write(text_ + "\n")
        sys.stdout.flush()
    except OSError as exc:
        output_failed(exc)
        raise typer.Exit(ERROR) from None


def output_failed(exc: OSError) -> None:
    """Say why standard output takes no more, unless its reader went away, and write no more there."""
    # What is still in the buffer would fail once more at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(exc, BrokenPipeError):
        spoken = _language_now()
        say(text("output-failed", spoken, {"reason": text(f"reason.{os_reason(exc)}", spoken)}))


def colour(plain: bool) -> bool:
    """Whether to colour: on a terminal only, unless told not to."""
    return not plain and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def width() -> int:
    """The columns of the terminal that the result goes to; 0 where it goes elsewhere, and no line is broken."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 0


def own_python(*arguments: str) -> list[str]:
    """The command line of a child process that imports this program, never what lies where we stand."""
    return [sys.executable, "-P", *arguments]


def own_environment() -> dict[str, str]:
    """The environment of such a child: it imports from where this process does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


_Command = TypeVar("_Command", bound=Callable[..., Any])


def guarded(command: _Command) -> _Command:
    """A command whose errors are one line and exit code 1; `--debug` shows them whole."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except WrongUsage as exc:
            name = f"yinju {command.__name__.rstrip('_')}"
            say(told_as(say_usage(exc.code, _language_now(), **exc.params), name, _language_now()))
            raise typer.Exit(USAGE) from exc
        except (YinjuError, VectorstoreError) as exc:
            if _shared.debug:
                raise
            spoken = language() if isinstance(exc, BadSettings) else _language_now()
            say(error_text(exc, spoken))
            raise typer.Exit(ERROR) from exc
        except (typer.Exit, typer.Abort, KeyboardInterrupt):
            raise
        except OSError as exc:
            if _shared.debug:
                raise
            say(_refused(exc))
            raise typer.Exit(ERROR) from exc
        except Exception as exc:
            if _shared.debug:
                raise
            say(_unexpected(exc))
            raise typer.Exit(ERROR) from exc

    return run  # type: ignore[return-value]


def _refused(exc: OSError) -> str:
    """What is said where the system refused a file that no part of the program looked after."""
    if not isinstance(exc.filename, (str, os.PathLike)) or exc.errno is None:
        return _unexpected(exc)
    return error_text(BadInput(what=str(exc.filename), reason=os_reason(exc)), _language_now())


def _unexpected(exc: Exception) -> str:
    detail = (str(exc).splitlines() or [""])[0][:200]
    return text("unexpected", _language_now(), {"kind": type(exc).__name__, "detail": detail})


def _language_now() -> Language:
    try:
        return settings().language
    except YinjuError:
        return language()


def shared_index(found: Settings) -> ChromaServer | None:
    """The Chroma server of the settings, with this machine's copy of its index in step; None without one."""
    server = load_chroma_server()
    if server:
        with suppress(IndexMissing):  # nothing was put there yet
            in_step(found.index, server)
    return server


@contextmanager
def library(found: Settings, ingest_first: bool = False) -> Iterator[Library]:
    """The index in use. With `ingest_first`, it is built when there is none yet."""
    try:
        opened = open_library(found.index, found.embedding_model, load_chroma_server())
    except IndexMissing:
        if not ingest_first:
            raise
        say(text("first-ingest", found.language))
        # Embedding many texts loads what a single question never needs: another process.
        done = subprocess.run(
            own_python("-m", "bot", "--lang", found.language.value, "ingest", "--quiet"),
            stdout=sys.stderr,
            env=own_environment(),
            check=False,
        )
        if done.returncode not in {ANSWERED, UNREAD}:
            raise typer.Exit(done.returncode) from None
        opened = open_library(found.index, found.embedding_model, load_chroma_server())
    try:
        yield opened
    finally:
        opened.close()
