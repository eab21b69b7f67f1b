"""The runtime's products come out the same on every processor, and an ingest needs no torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from tests.commands import environment
from vectorstore.embedding.e5_onnx import LARGEST, RuntimeE5, network, whole_numbers
from vectorstore.embedding.e5_weights import E5Weights, weights_path
from vectorstore.embedding.encoders import BUNDLED, batch_encoder
from vectorstore.embedding.onnx_graph import Graph


class _Recording(Graph):
    """A graph that shows which constants it was given."""

    def weights(self, values: Any) -> str:
        given.append(values)
        return super().weights(values)


given: list[np.ndarray] = []


def _pairs(values: np.ndarray, weights: np.ndarray, saturating: bool) -> np.ndarray:
    """A product as processors without VNNI make it: two neighbours are added up in 16 bits first."""
    products = values.astype(np.int32)[:, :, None] * weights.astype(np.int32)[None]
    pairs = products[:, 0::2] + products[:, 1::2]
    if saturating:
        pairs = np.clip(pairs, -32768, 32767)
    return pairs.sum(axis=1)


def test_no_pair_of_products_leaves_sixteen_bits() -> None:
    """Every 8-bit constant of the network is at most 64, and two of them times 255 fit into 16 bits."""
    given.clear()
    network(E5Weights(weights_path()), _Recording())
    small = [values for values in given if values.dtype == np.int8]
    assert len(small) >= 40
    assert max(int(np.abs(values.astype(int)).max()) for values in small) == LARGEST
    assert 2 * 255 * LARGEST <= 32767 < 2 * 255 * (LARGEST + 1)


def test_saturating_processors_give_the_same_products() -> None:
    """With weights up to 64 cutting off at 16 bits changes nothing; with 127 it does."""
    random = np.random.default_rng(2)
    values = random.integers(200, 256, (6, 384)).astype(np.uint8)
    weights = random.uniform(0.5, 1.0, (20, 384)).astype(np.float32)
    small, scale = whole_numbers(weights)
    assert np.array_equal(_pairs(values, small, True), _pairs(values, small, False))
    wide = np.rint(weights / np.abs(weights).max(axis=1)[:, None] * 127).astype(np.int8).T
    assert not np.array_equal(_pairs(values, wide, True), _pairs(values, wide, False))
    assert np.allclose(small.T * scale[:, None], weights, atol=float(scale.max()) / 2 + 1e-6)


def test_a_passage_is_embedded_the_same_alone_and_among_others() -> None:
    """A passage's vector doesn't change with those that are embedded beside it, and the order is kept."""
    encoder = batch_encoder()
    assert isinstance(encoder, RuntimeE5)
    texts = [f"第{number}项工作" + "要抓紧落实" * (number % 7 * 4) for number in range(15)]
    together = encoder.embed_documents(texts)
    assert together == [encoder.embed_documents([text])[0] for text in texts]


def test_an_ingest_of_the_bundled_model_imports_no_torch(tmp_path: Path) -> None:
    """From files to index nothing of torch, transformers or sentence-transformers is loaded."""
    rows = "\n\n".join(f"第{number}号车辆由办公室登记。" for number in range(60))
    (tmp_path / "cars.txt").write_text(f"车辆管理办法\n\n{rows}\n", "utf-8")
    code = (
        "import sys, pathlib; from vectorstore.ingest import ingest\n"
        f"report = ingest([pathlib.Path({str(tmp_path / 'cars.txt')!r})], pathlib.Path({str(tmp_path / 'index')!r}), {BUNDLED!r})\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)\n"
        "print(report.embedded, sorted(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(tmp_path), check=True
    )
    embedded, heavy = done.stdout.split(maxsplit=1)
    assert int(embedded) > 50
    assert heavy.strip() == "[]"
