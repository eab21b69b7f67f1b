"""Writes the few parts of the ONNX format that a network needs, as bytes for the runtime.

ONNX is protocol buffers; the field numbers are those of onnx.proto (IR version 8). Nothing but
the runtime is needed to run what comes out.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FLOAT, _INT8 = 1, 3
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT, _ATTRIBUTE_INTS = 1, 2, 7
#: The runtime's own operators, such as a product with 8-bit weights.
RUNTIME = "com.microsoft"


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _integer(tag: int, value: int) -> bytes:
    return _number(tag << 3) + _number(value & 0xFFFFFFFFFFFFFFFF)


def _bytes(tag: int, value: bytes) -> bytes:
    return _number(tag << 3 | 2) + _number(len(value)) + value


def _text(tag: int, value: str) -> bytes:
    return _bytes(tag, value.encode("utf-8"))


def _attribute(name: str, value: float | int | Sequence[int]) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _integer(3, value) + _integer(20, _ATTRIBUTE_INT)
    if isinstance(value, float):
        return (
            _text(1, name) + _number(2 << 3 | 5) + struct.pack("<f", value) + _integer(20, _ATTRIBUTE_FLOAT)
        )
    return _text(1, name) + b"".join(_integer(8, one) for one in value) + _integer(20, _ATTRIBUTE_INTS)


@dataclass(slots=True)
class Graph:
    """A network in the making: `run` adds an operation, `weights` a constant."""

    _nodes: list[bytes] = field(default_factory=list)
    _constants: list[bytes] = field(default_factory=list)
    _count: int = 0

    def run(
        self, kind: str, inputs: Sequence[str], outputs: int = 1, domain: str = "", **attributes: Any
    ) -> list[str]:
        """The names of an operation's outputs. An empty input is one that is left out."""
        self._count += 1
        names = [f"v{self._count}_{number}" for number in range(outputs)]
        self._nodes.append(
            b"".join(_text(1, one) for one in inputs)
            + b"".join(_text(2, one) for one in names)
            + _text(4, kind)
            + b"".join(_bytes(5, _attribute(name, value)) for name, value in attributes.items())
            + (_text(7, domain) if domain else b"")
        )
        return names

    def weights(self, values: NDArray[Any]) -> str:
        """The name of a constant of float32 or int8 values."""
        name = f"c{len(self._constants)}"
        kind = {"float32": _FLOAT, "int8": _INT8}[str(values.dtype)]
        self._constants.append(
            b"".join(_integer(1, size) for size in values.shape)
            + _integer(2, kind)
            + _text(8, name)
            + _bytes(9, values.tobytes())
        )
        return name

    def model(
        self, given: str, given_shape: Sequence[int | str], result: str, result_shape: Sequence[int | str]
    ) -> bytes:
        """The whole model with one float input and one float output; a size may be a name."""
        graph = (
            b"".join(_bytes(1, node) for node in self._nodes)
            + _text(2, "network")
            + b"".join(_bytes(5, one) for one in self._constants)
            + _bytes(11, _value(given, given_shape))
            + _bytes(12, _value(result, result_shape))
        )
        domains = _bytes(8, _text(1, "") + _integer(2, 17)) + _bytes(8, _text(1, RUNTIME) + _integer(2, 1))
        return _integer(1, 8) + _bytes(7, graph) + domains


def _value(name: str, shape: Sequence[int | str]) -> bytes:
    sizes = b"".join(
        _bytes(1, _text(2, size) if isinstance(size, str) else _integer(1, size)) for size in shape
    )
    tensor = _integer(1, _FLOAT) + _bytes(2, sizes)
    return _text(1, name) + _bytes(2, _bytes(1, tensor))
