"""Writes softmax as its parts, so that the reader's figures are the same on every processor.

    python -m training.even_softmax bot/extraction/data/reader/model.onnx

The runtime adds up the exponentials of a softmax in another order on processors with AVX-512 than
on those without. The sums differ in their last digits, the next product's whole numbers by a step
here and there, and the probabilities by up to .014 after twelve layers. The parts (largest,
difference, exponential, sum, quotient) give equal results on both kinds, as every other operation
of the network does: `make bench-processors` compares. The export does this by itself; a network
that was exported before is rewritten in place, and one that is written so already stays as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, helper, numpy_helper

#: The name of the constant that says which axis sums go along: the last.
_LAST_AXIS = "even_softmax.axes"


def even_softmax(model: ModelProto) -> int:
    """Replace every softmax of the network, in place; how many there were. All are over the last axis."""
    nodes: list[NodeProto] = []
    replaced = 0
    for node in model.graph.node:
        if node.op_type == "Softmax":
            nodes.extend(_parts(node))
            replaced += 1
        else:
            nodes.append(node)
    if replaced:
        del model.graph.node[:]
        model.graph.node.extend(nodes)
        model.graph.initializer.append(numpy_helper.from_array(np.array([-1], dtype=np.int64), _LAST_AXIS))
        onnx.checker.check_model(model)
    return replaced


def _parts(softmax: NodeProto) -> Iterator[NodeProto]:
    axis = next((one.i for one in softmax.attribute if one.name == "axis"), -1)
    if axis != -1:
        raise ValueError(f"{softmax.name} is not over the last axis")
    (scores,), (weights,) = softmax.input, softmax.output
    largest, below, powers, total = (
        f"{softmax.name}/{part}" for part in ("largest", "below", "powers", "total")
    )
    yield helper.make_node("ReduceMax", [scores], [largest], name=largest, axes=[-1], keepdims=1)
    yield helper.make_node("Sub", [scores, largest], [below], name=below)
    yield helper.make_node("Exp", [below], [powers], name=powers)
    yield helper.make_node("ReduceSum", [powers, _LAST_AXIS], [total], name=total, keepdims=1)
    yield helper.make_node("Div", [powers, total], [weights], name=softmax.name)


def rewrite(path: Path) -> int:
    """Rewrite a network's file; how many softmaxes there were."""
    model = onnx.load(path)
    replaced = even_softmax(model)
    if replaced:
        onnx.save(model, path)
    return replaced


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("network", type=Path, help="the file model.onnx of an exported reader")
    print(f"{rewrite(parser.parse_args().network)} softmaxes are written as their parts")


if __name__ == "__main__":
    main()
