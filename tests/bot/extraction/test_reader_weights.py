"""The reader's products of whole numbers come out the same on every processor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

import bot.extraction

MODEL = Path(bot.extraction.__file__).parent / "data" / "reader" / "model.onnx"
#: Field numbers of onnx.proto, and its number for int8.
_GRAPH, _NODE, _CONSTANT = 7, 1, 5
_INPUT, _OPERATION = 1, 4
_TYPE, _NAME, _RAW, _INT8 = 2, 8, 9, 3
#: The runtime's products of values that it makes whole numbers with constants that are.
_PRODUCTS = {
    b"DynamicQuantizeMatMul",
    b"MatMulIntegerToFloat",
    b"MatMulInteger",
    b"QAttention",
    b"QLinearMatMul",
}


def _fields(data: memoryview) -> Iterator[tuple[int, memoryview | int]]:
    """The fields of a protocol buffer: numbers, and the bytes of all else."""
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    while at < len(data):
        tag = number()
        kind = tag & 7
        if kind == 0:
            yield tag >> 3, number()
            continue
        size = number() if kind == 2 else {1: 8, 5: 4}[kind]
        yield tag >> 3, data[at : at + size]
        at += size


def _first(data: memoryview, field: int) -> memoryview | int:
    return next((value for number, value in _fields(data) if number == field), 0)


def _nodes(graph: memoryview) -> list[memoryview]:
    """The operations of a network."""
    return [value for field, value in _fields(graph) if field == _NODE and isinstance(value, memoryview)]


def _products(model: bytes) -> list[np.ndarray]:
    """The int8 weights of every product in a network."""
    graph = _first(memoryview(model), _GRAPH)
    assert isinstance(graph, memoryview)
    nodes, constants = _nodes(graph), {}
    for field, value in _fields(graph):
        assert isinstance(value, memoryview) or field not in (_NODE, _CONSTANT)
        if field == _CONSTANT and isinstance(value, memoryview) and _first(value, _TYPE) == _INT8:
            name, raw = _first(value, _NAME), _first(value, _RAW)
            assert isinstance(name, memoryview)
            constants[bytes(name)] = np.frombuffer(
                bytes(raw) if isinstance(raw, memoryview) else b"", np.int8
            )
    found = []
    for node in nodes:
        operation = _first(node, _OPERATION)
        if not isinstance(operation, memoryview) or bytes(operation) not in _PRODUCTS:
            continue
        names = [
            bytes(value) for number, value in _fields(node) if number == _INPUT and not isinstance(value, int)
        ]
        found += [constants[name] for name in names if name in constants and constants[name].size > 1]
    return found


def test_no_pair_of_the_readers_products_leaves_sixteen_bits() -> None:
    """Every weight of a product is at most 64: two of them times 255 fit into 16 bits, where others cut off."""
    weights = [one for one in _products(MODEL.read_bytes()) if one.any()]
    assert len(weights) >= 48
    assert sum(one.size for one in weights) > 20_000_000
    assert max(int(np.abs(one.astype(int)).max()) for one in weights) == 64


def test_no_operation_of_the_reader_adds_up_in_an_order_of_the_processors() -> None:
    """Softmax is written as its parts: as one operation its sum depends on the processor."""
    graph = _first(memoryview(MODEL.read_bytes()), _GRAPH)
    assert isinstance(graph, memoryview)
    operations = [_first(node, _OPERATION) for node in _nodes(graph)]
    names = [bytes(one) for one in operations if isinstance(one, memoryview)]
    assert b"Softmax" not in names
    # One for each layer of the network.
    assert names.count(b"Exp") == 12
