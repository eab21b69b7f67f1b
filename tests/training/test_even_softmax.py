"""Softmax as its parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from training.even_softmax import even_softmax, rewrite


def _network(axis: int) -> onnx.ModelProto:
    scores, weights = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["heads", "rows", "columns"])
        for name in ("scores", "weights")
    )
    node = helper.make_node("Softmax", ["scores"], ["weights"], name="softmax", axis=axis)
    graph = helper.make_graph([node], "attention", [scores], [weights])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _weights(model: onnx.ModelProto, scores: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (weights,) = session.run(None, {"scores": scores})
    return np.asarray(weights)


def test_the_parts_are_the_softmax(tmp_path: Path) -> None:
    """The weights are the same but for the last digit, also of large scores, and nothing is rewritten twice."""
    scores = np.random.default_rng(1).normal(size=(3, 40, 57)).astype(np.float32) * 60
    path = tmp_path / "model.onnx"
    onnx.save(_network(-1), path)
    before = _weights(onnx.load(path), scores)
    assert rewrite(path) == 1
    assert rewrite(path) == 0
    after = onnx.load(path)
    assert [node.op_type for node in after.graph.node] == ["ReduceMax", "Sub", "Exp", "ReduceSum", "Div"]
    assert np.allclose(_weights(after, scores), before, rtol=1e-5, atol=1e-7)


def test_another_axis_is_refused() -> None:
    """Only the last axis is known to be the tokens."""
    with pytest.raises(ValueError, match="softmax"):
        even_softmax(_network(1))
