"""One vector space from three engines, and other models."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.library import build_searcher, open_library
from tests.commands import run
from vectorstore.documents.chunking import is_indexed
from vectorstore.documents.passage_text import index_text
from vectorstore.embedding.e5_onnx import RuntimeE5
from vectorstore.embedding.encoders import (
    BUNDLED,
    Encoder,
    as_langchain,
    batch_encoder,
    embed_in_batches,
    fingerprint,
    lasting_encoder,
    native_engine_problem,
    query_encoder,
    sentence_encoder,
)
from vectorstore.errors import EmbeddingUnavailable, IndexMismatch
from vectorstore.index import generations
from vectorstore.index.vectors_file import VECTORS
from vectorstore.ingest import ingest

if TYPE_CHECKING:
    from bot.library import Library


@pytest.fixture(scope="module")
def engines() -> tuple[Encoder, Encoder, Encoder]:
    """The native engine, onnxruntime and sentence-transformers, each loaded once."""
    return query_encoder(), lasting_encoder(), sentence_encoder()


def test_all_engines_give_the_same_vectors(
    library: Library, engines: tuple[Encoder, Encoder, Encoder]
) -> None:
    """For passages of the seeds of every length each engine's vector has cosine 0.999 or more with the stored one."""
    texts = [
        index_text(library.catalog.document(p.file), p).dense
        for p, _ in library.catalog.all_passages()
        if is_indexed(p)
    ]
    stored = np.load(library.folder / VECTORS)
    assert stored.shape == (len(texts), 384)
    # The engine for questions takes a third of a second for a passage: one in four, the longest first.
    asked = sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True)[::4]
    for engine in engines:
        made = np.asarray(engine.embed_documents([texts[row] for row in asked]))
        assert made.shape == (len(asked), 384)
        assert (made * stored[asked]).sum(axis=1).min() >= 0.999


def test_all_engines_give_questions_the_same_vectors(engines: tuple[Encoder, Encoder, Encoder]) -> None:
    """A question's vector is the same from all engines, short or long."""
    questions = ["红河州的十项机制分别是什么?", "How many?", "機關黨建", "政法队伍建设" * 40, "?"]
    native, lasting, batch = engines
    one_by_one = [np.asarray([engine.embed_query(question) for question in questions]) for engine in engines]
    for made in one_by_one[:2]:
        assert (made * one_by_one[2]).sum(axis=1).min() >= 0.999
    for engine, made in zip(engines, one_by_one, strict=True):
        assert np.allclose(engine.embed_queries(questions), made, atol=1e-3)
    assert batch.embed_documents([]) == native.embed_documents([]) == lasting.embed_documents([]) == []


def test_a_long_lived_process_asks_the_runtime(library: Library) -> None:
    """The searcher of a long-lived process embeds with onnxruntime, from several threads at once."""
    encoder = build_searcher(library, long_lived=True).encoder
    assert isinstance(encoder, RuntimeE5)
    questions = [f"第{number}项机制是什么?" for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(encoder.embed_query, questions)) == [encoder.embed_query(q) for q in questions]


def test_batches_keep_the_order_of_their_texts() -> None:
    """Texts embedded in batches of similar length come back in the order they were given."""
    texts = [f"第{number}项工作" + "内容" * (number % 5) for number in range(11)]
    encoder = query_encoder()
    done: list[int] = []
    vectors = embed_in_batches(encoder, texts, done.append, size=4)
    assert done == [4, 8, 11]
    assert np.allclose(vectors, [encoder.embed_documents([text])[0] for text in texts], atol=1e-5)


def test_the_encoder_is_an_embeddings_of_langchain() -> None:
    """LangChain's own class is given where it is asked for, with the same vectors."""
    from langchain_core.embeddings import Embeddings

    adapter = as_langchain(query_encoder())
    assert isinstance(adapter, Embeddings)
    assert adapter.embed_query("政法") == query_encoder().embed_query("政法")


def test_the_native_engine_runs_here() -> None:
    """On a machine that the tests run on, the native engine has no problem to report."""
    assert native_engine_problem() == ""


def test_another_model_can_be_used_and_is_recorded(small_transformer: Path, tmp_path: Path) -> None:
    """A model folder builds and answers an index, which the bundled model is then refused by name."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(
        "值班制度\n\n值班人员每日8时30分前到岗。\n\n车辆管理由办公室负责登记。\n", "utf-8"
    )
    data_dir = tmp_path / "data"
    ingest([tmp_path / "docs"], data_dir / "index", str(small_transformer))
    library = open_library(data_dir / "index", str(small_transformer))
    assert library.manifest.dimension == 32
    assert "到岗" in build_searcher(library).search("值班人员何时到岗")[0].text
    library.close()
    with pytest.raises(IndexMismatch):
        open_library(data_dir / "index", BUNDLED)
    refused = run(data_dir, "ask", "值班人员何时到岗?")
    assert refused.code == 1
    assert "yinju ingest" in refused.err
    assert str(small_transformer) in refused.err
    assert len(refused.err.splitlines()) == 1


def test_changing_the_model_embeds_everything_again(small_transformer: Path, tmp_path: Path) -> None:
    """An ingest with another model carries no vector over and then answers with that model."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("值班制度\n\n值班人员每日8时30分前到岗。\n", "utf-8")
    index = tmp_path / "index"
    first = ingest([tmp_path / "docs"], index, str(small_transformer))
    second = ingest([tmp_path / "docs"], index, BUNDLED)
    assert (second.embedded, second.carried) == (first.embedded, 0)
    assert np.load(generations.current(index) / VECTORS).shape[1] == 384
    assert second.unchanged == ("a.txt",)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A folder without a model raises EmbeddingUnavailable with its name."""
    (tmp_path / "nothing").mkdir()
    with pytest.raises(EmbeddingUnavailable) as caught:
        batch_encoder(str(tmp_path / "nothing"))
    assert caught.value.params["model"] == str(tmp_path / "nothing")


def test_the_fingerprint_tells_models_apart(small_transformer: Path) -> None:
    """The bundled model, a folder and a hub name have different fingerprints; ~ and .. don't matter."""
    prints = {fingerprint(BUNDLED), fingerprint(str(small_transformer)), fingerprint("org/model")}
    assert len(prints) == 3
    assert fingerprint(str(small_transformer / ".." / small_transformer.name)) == fingerprint(
        str(small_transformer)
    )
