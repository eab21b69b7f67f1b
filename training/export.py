"""Exports trained weights for use: `python -m training.export --run FOLDER --out FOLDER`.

Calibrates the probability on held-out questions, then writes `model.onnx` (int8 weights),
`tokenizer.json` and `config.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as _onnxruntime
import onnxruntime.quantization as _quantization
import torch
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from tqdm import tqdm

from bot.extraction.reader import Reader, ReaderConfig
from training.cross_encoder import reader_state
from training.data import Question, load_questions, load_written, split, split_written
from training.even_softmax import rewrite
from training.examples import Example
from training.inference_graph import InferenceGraph
from training.model import LONGEST_QUESTION, LONGEST_TITLE, encode
from training.train import Options, load_model
from training.validating import LONGEST_ANSWER, OVERLAP, WINDOW, Features, HeldOut, Pair

# Their names are made when they load: type checkers see none of them.
runtime: Any = _onnxruntime
quantization: Any = _quantization


#: What these fuse runs slower than its parts: 5.2 ms against 1.9, 5.3 against 3.3 in 170 tokens.
_SLOWER = ["SkipLayerNormFusion", "BiasGeluFusion"]


def to_onnx(graph: InferenceGraph, path: Path) -> None:
    """Write the network in float32; both dimensions of `input_ids` are free."""
    ids = torch.randint(5, 2000, (2, 24))
    torch.onnx.export(
        graph,
        (ids,),
        str(path),
        input_names=["input_ids"],
        output_names=["start", "end", "answerable"],
        dynamic_axes={
            "input_ids": {0: "batch", 1: "length"},
            "start": {0: "batch", 1: "length"},
            "end": {0: "batch", 1: "length"},
            "answerable": {0: "batch"},
        },
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write the same network with int8 weights, one scale for each output channel.

    Its figures are the same on every processor: see `training.even_softmax`.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        # The span head is tiny and decides every offset: it stays in float32.
        heads = [node.name for node in onnx.load(prepared).graph.node if node.name.startswith("/span")]
        # Seven of the eight bits: processors without VNNI would overflow otherwise.
        quantization.quantize_dynamic(
            str(prepared),
            str(target),
            nodes_to_exclude=heads,
            weight_type=quantization.QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    # Fuse once here, not at every start: a third of the time to load.
    options = runtime.SessionOptions()
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    runtime.InferenceSession(
        target.read_bytes(), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )
    rewrite(target)


def calibrate(features: Sequence[Features]) -> tuple[float, float, float]:
    """Bias and the weights of both logits, by logistic regression on held-out pairs."""
    rows = np.array([[1.0, f.answerable, f.margin] for f in features])
    right = np.array([f.right for f in features], dtype=np.float64)
    # As many right as wrong pairs, whatever the held-out mix.
    importance = np.where(right > 0, 0.5 / right.mean(), 0.5 / (1 - right.mean()))
    weights = np.zeros(3)
    ridge = np.diag([0.0, 1e-3, 1e-3]) * len(rows)
    for _ in range(50):  # Newton's method
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (importance * (chance - right)) + ridge @ weights
        curvature = (rows * (importance * chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[0]), float(weights[1]), float(weights[2])


def features(reader: Reader, pairs: Sequence[Pair]) -> list[Features]:
    """Both logits of each pair as the exported weights see it, from its most likely window."""
    found = []
    for pair in tqdm(pairs, unit="pair", desc="calibrating"):
        spans = reader.spans(pair.question, pair.passage, pair.title)
        best = max(spans, key=lambda span: span.answerable)
        found.append(Features(best.answerable, best.margin, pair.right))
    return found


def export(
    run: Path, data: Path, out: Path, *, checkpoint: str, average_with: Path | None = None
) -> ReaderConfig:
    """Write the three files of a trained run.

    `average_with` is the folder of the reader that the run started from: the average of both is written.
    """
    options = Options(**json.loads((run / "options.json").read_text()))
    tokenizer = Tokenizer.from_file(str(run / "tokenizer.json"))
    questions = split(load_questions(data), held_out=options.held_out, seed=options.seed)
    model = load_model(run, checkpoint)
    if average_with:
        other = reader_state(average_with)
        model.load_state_dict({name: (own + other[name]) / 2 for name, own in model.state_dict().items()})
    graph = InferenceGraph(model)
    graph.smooth(_sample(questions.train, tokenizer, options.longest))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "model.onnx"
        to_onnx(graph, whole)
        quantise(whole, out / "model.onnx")
    shutil.copyfile(run / "tokenizer.json", out / "tokenizer.json")
    config = ReaderConfig(
        window=WINDOW,
        overlap=OVERLAP,
        longest_question=LONGEST_QUESTION,
        longest_title=LONGEST_TITLE,
        longest_answer=LONGEST_ANSWER,
        bias=0.0,
        answerable_weight=1.0,
        margin_weight=0.0,
    )
    _write(config, out)
    written = split_written(load_written())
    pairs = HeldOut(questions.held_out, tokenizer, written.held_out).pairs
    bias, answerable, margin = calibrate(features(Reader(out), pairs))
    config = replace(
        config,
        bias=round(bias, 4),
        answerable_weight=round(answerable, 4),
        margin_weight=round(margin, 4),
    )
    _write(config, out)
    return config


def _sample(questions: Sequence[Question], tokenizer: Tokenizer, longest: int) -> list[tuple[int, ...]]:
    """Windows of a few training questions, to measure activations on."""
    found = []
    for question in questions[:: max(len(questions) // 32, 1)]:
        start = max(question.start - 60, 0)
        text = question.passage.text[start : start + 200]
        example = Example("own", question.text, question.passage.title, text, 0, 0)
        row = encode(tokenizer, example, longest=longest)
        if row is not None:
            found.append(row.ids)
    return found


def _write(config: ReaderConfig, out: Path) -> None:
    (out / "config.json").write_text(json.dumps(asdict(config), indent=2) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Export the reader to int8 ONNX.")
    parser.add_argument("--run", type=Path, required=True, help="folder of training.train")
    parser.add_argument("--data", type=Path, required=True, help="folder of question files")
    parser.add_argument("--out", type=Path, required=True, help="folder for the reader's files")
    parser.add_argument("--checkpoint", default="best.pt")
    parser.add_argument(
        "--average-with", type=Path, metavar="FOLDER", help="the reader that the run started from"
    )
    given = parser.parse_args(arguments)
    print(
        export(given.run, given.data, given.out, checkpoint=given.checkpoint, average_with=given.average_with)
    )


if __name__ == "__main__":
    main()
