"""What the tests share: one index of the seeds, built by the real command, and ways to ask it.

Tests run in several processes (`make test`), each with fixtures of its own. What takes long to
make is made by one of them, in a folder that all of them read: `tests.once`.
"""

from __future__ import annotations

import gc
import json
import os
import signal
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.commands import SEEDS, Done, run
from tests.once import made_once, shared_folder
from tests.readings import FOLDER, keep_readings
from tests.tiny_model import in_place_of
from tests.warm_children import interpreter, place

if TYPE_CHECKING:
    from bot.library import Library
    from bot.questions.asker import Asker
    from vectorstore.embedding.encoders import Encoder

settings.register_profile(
    "project", max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")

#: Each takes a gigabyte, one of them two: readers and embedding models of its own, and the commands it runs.
_MOST_WORKERS = 8
#: What a file of tests names where it loads PyTorch.
_LOADS_TORCH = ("small_transformer", "sentence_encoder", "import torch")
#: The files that keep a process longest, those that wait much among those that compute much. All others come
#: in their own order, behind them.
_LONGEST = (
    "tests/bot/telegram/test_documents.py",
    "tests/bot/test_mixed_folder.py",
    "tests/bot/cli/test_ask.py",
    "tests/vectorstore/index/test_fault_table.py",
    "tests/bot/cli/test_conversations.py",
    "tests/bot/telegram/test_limits.py",
    "tests/vectorstore/documents/formats/test_limits.py",
    "tests/bot/test_start_up.py",
    "tests/bot/telegram/transport/test_delivery.py",
    "tests/bot/drafting/test_forms.py",
    "tests/benchmarks/test_obstacles.py",
    "tests/bot/test_hostile_files.py",
    "tests/bot/telegram/test_waiting.py",
    "tests/vectorstore/documents/formats/test_scan.py",
    "tests/vectorstore/index/test_layers.py",
    "tests/bot/telegram/test_conversations.py",
    "tests/vectorstore/index/test_dense_check.py",
    "tests/vectorstore/documents/formats/test_office_writers.py",
    "tests/bot/cli/test_watch.py",
    "tests/bot/telegram/test_scenarios.py",
    "tests/bot/generation/test_faults.py",
    "tests/servers/test_chroma_server.py",
    "tests/bot/serving/test_page_in_browser.py",
    "tests/bot/cli/render/test_page_in_browser.py",
    "tests/vectorstore/test_killed_ingest.py",
    "tests/bot/cli/test_terminal.py",
    "tests/vectorstore/documents/formats/test_kinds.py",
    "tests/vectorstore/documents/formats/test_pages.py",
    "tests/vectorstore/documents/formats/test_reading.py",
    "tests/bot/extraction/test_reader.py",
    "tests/vectorstore/documents/formats/test_spreadsheet.py",
    "tests/bot/serving/test_leaving.py",
    "tests/vectorstore/documents/formats/test_pdf.py",
    "tests/bot/serving/test_http.py",
    "tests/bot/cli/test_streams.py",
    "tests/bot/cli/test_ingest.py",
    "tests/servers/test_many_at_once.py",
    "tests/benchmarks/test_processors.py",
    "tests/bot/drafting/test_everyday_words.py",
    "tests/bot/drafting/test_rules_and_rosters.py",
    "tests/bot/cli/test_cite.py",
    "tests/bot/cli/test_log.py",
    "tests/bot/serving/test_mcp.py",
    "tests/bot/cli/test_chat.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` makes: two more than there are cores, since many tests wait."""
    return min(_MOST_WORKERS, usable_cores() + 2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end all processes have work, not one of them."""
    order = {name: at for at, name in enumerate(_LONGEST)}

    def place(item: pytest.Item) -> int:
        return -1 if needs_torch(str(item.path)) else order.get(file_of(item), len(order))

    def file_of(item: pytest.Item) -> str:
        return item.path.relative_to(item.config.rootpath).as_posix()

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests stay in one process, and those of all files that load PyTorch in the same one."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return "with PyTorch" if needs_torch(str(config.rootpath / file)) else file

    return Scheduling(config, log)


@cache
def needs_torch(file: str) -> bool:
    """Whether a file's tests load PyTorch into their process, which takes seconds and half a gigabyte."""
    return any(word in Path(file).read_text("utf-8") for word in _LOADS_TORCH)


def pytest_collection_finish() -> None:
    """What is there for the whole run, such as a million objects of modules, is passed over when garbage is looked for."""
    gc.enable()
    gc.collect()
    gc.freeze()


def pytest_configure() -> None:
    """Workers and the commands that they run share the cores: nobody takes all of them.

    While tests are collected there is no garbage: what is imported stays, and is looked through again and again.
    A shell that starts a run in the background has it and all its children ignore Ctrl-C, which tests send.
    """
    gc.disable()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):
        os.environ.setdefault("OMP_NUM_THREADS", str(max(1, usable_cores() // workers)))


def usable_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.fixture(scope="module", autouse=True)
def _stores_let_go() -> Iterator[None]:
    """Behind each file of tests the stores that it left open are collected: each holds a dozen descriptors.

    What is left then stays, such as modules and models, and is not looked through behind every other file.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _readings_are_kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A window of a passage is read once in a run, and a text embedded once, in whichever process."""
    os.environ[FOLDER] = str(shared_folder(tmp_path_factory, "readings"))
    keep_readings()


def _warm_children(kind: str) -> Callable[[pytest.MonkeyPatch], None]:
    def fixture(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(place(kind), interpreter(kind))

    return pytest.fixture(fixture, name=f"warm_{kind}")


#: For tests of what is read and indexed, not of the processes that do it: those are forked, not started anew.
warm_reading, warm_indexing = _warm_children("reading"), _warm_children("indexing")


@pytest.fixture(scope="session")
def first_ingest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """A data folder in which `yinju ingest` has indexed the seeds, and how that command ended."""
    data_dir = shared_folder(tmp_path_factory, "seeds-index")
    return data_dir, made_once(data_dir, lambda: run(data_dir, "ingest", str(SEEDS), "--json"))


@pytest.fixture(scope="session")
def data_dir(first_ingest: tuple[Path, Done]) -> Path:
    """A data folder with an index of the seeds. Tests only read it."""
    folder, done = first_ingest
    assert done.code == 0, done.err
    return folder


@pytest.fixture(scope="session")
def yinju(data_dir: Path) -> Callable[..., Done]:
    """Runs a command on the index of the seeds."""
    return partial(run, data_dir)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a model that takes no time, for tests of what happens around the vectors."""
    folder = shared_folder(tmp_path_factory, "tiny")
    with in_place_of(folder):
        yield folder


@pytest.fixture(scope="session")
def small_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small sentence-transformers model: a vector for each character, averaged."""
    folder = shared_folder(tmp_path_factory, "model")
    made_once(folder, lambda: _write_transformer(folder / "small"))
    return folder / "small"


def _write_transformer(folder: Path) -> None:
    import numpy as np
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models

    characters = [chr(code) for code in (*range(0x21, 0x7F), *range(0x4E00, 0x9FA6))]
    tokenizer = Tokenizer(models.Unigram([("<unk>", 0.0), *((char, -1.0) for char in characters)], 0, False))
    weights = np.random.default_rng(7).normal(size=(len(characters) + 1, 32)).astype(np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(
        str(folder)
    )


@pytest.fixture(scope="session")
def bundled_engine() -> Encoder:
    """The engine that embeds passages, held so that every index and bot of this process finds it loaded."""
    from vectorstore.embedding.encoders import lasting_encoder

    return lasting_encoder()


@pytest.fixture(scope="session")
def library(data_dir: Path) -> Iterator[Library]:
    """The opened index of the seeds."""
    from bot.library import open_library
    from vectorstore.embedding.encoders import BUNDLED

    opened = open_library(data_dir / "index", BUNDLED)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def asker(library: Library) -> Asker:
    """What answers questions from the seeds, in this process."""
    from bot.library import build_asker

    return build_asker(library)


@pytest.fixture(scope="session")
def batch_answers(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What `yinju ask --batch` answers to every question of the seeds' question file."""
    questions = SEEDS.parent / "tests" / "questions" / "seeds.jsonl"
    folder = shared_folder(tmp_path_factory, "batch-answers")
    done = made_once(folder, lambda: run(data_dir, "ask", "--batch", str(questions), "--top", "12"))
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]
