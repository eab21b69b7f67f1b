"""Turns the shipped weights into a folder that `sentence_transformers.CrossEncoder` opens.

`python -m training.cross_encoder --out FOLDER [--reader FOLDER]`

The folder is a plain BERT classifier with one label: the no-answer head, encoder and pooler of the
reader, dequantised. It can be fine-tuned on pairs like any other. It knows folded text only: put
questions and passages through `bot.extraction.reader.fold` first.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from bot.extraction.reader import DEFAULT_FOLDER
from bot.extraction.reading_windows import BOS, EOS, PAD

Array: TypeAlias = npt.NDArray[np.float32]

_HEADS = 12


class _Shipped:
    """The tensors of the exported graph by the names that `inference_graph` gave them."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(path).graph
        self._constants: dict[str, Any] = {
            tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer
        }
        self._products = {
            node.output[0]: node.input[1] for node in graph.node if node.op_type == "DynamicQuantizeMatMul"
        }
        self._type_row = next(
            node.input[1] for node in graph.node if node.op_type == "Add" and node.input[1] in self._constants
        )

    def constant(self, name: str) -> Array:
        """A tensor kept in float32."""
        return np.asarray(self._constants[name], dtype=np.float32)

    def words(self) -> Array:
        """The word embeddings, dequantised."""
        scale, zero = (self._constants[f"words.weight_{part}"] for part in ("scale", "zero_point"))
        values = self._constants["words.weight_quantized"].astype(np.float32)
        return np.asarray((values - np.float32(zero)) * scale, dtype=np.float32)

    def types(self) -> Array:
        """The one row of token types that the reader uses, twice."""
        return np.stack([self.constant(self._type_row)] * 2)

    def layers(self) -> int:
        """How many encoder layers there are."""
        return sum(name.endswith(".mixed_norm.weight") for name in self._constants)

    def linear(self, layer: int, part: str) -> tuple[Array, Array]:
        """Weight (outputs, inputs) and bias of a part of a layer, its smoothing undone."""
        name = f"layers.{layer}.{part}"
        quantised = next(
            weights
            for output, weights in self._products.items()
            if output.startswith(f"/layers.{layer}/{part}/")
        )
        # Where its input isn't divided by channel, what makes the input is.
        weight = self._dequantised(quantised) * self._constants.get(f"{name}.inverse", np.float32(1))
        return np.asarray(weight, dtype=np.float32), self.constant(f"{name}.linear.bias")

    def head(self, name: str) -> tuple[Array, Array]:
        """Weight (outputs, inputs) and bias of a layer behind the encoder."""
        return self._dequantised(f"{name}.weight_quantized"), self.constant(f"{name}.bias")

    def span(self) -> tuple[Array, Array]:
        """Weight (2, inputs) and bias of the span head, which was never quantised."""
        inputs = len(self.constant("norm.bias"))
        weight = next(
            name
            for name, values in self._constants.items()
            if name.startswith("onnx::MatMul_") and values.shape == (inputs, 2)
        )
        return np.ascontiguousarray(self.constant(weight).T), self.constant("span.bias")

    def _dequantised(self, name: str) -> Array:
        scale = self._constants[f"{name.removesuffix('_quantized')}_scale"]
        return np.asarray((self._constants[name].astype(np.float32) * scale).T, dtype=np.float32)


def classifier(folder: Path = DEFAULT_FOLDER) -> BertForSequenceClassification:
    """The reader's encoder and no-answer head as a BERT classifier with one label."""
    shipped = _Shipped(folder / "model.onnx")
    words, positions = shipped.words(), shipped.constant("positions.weight")
    state: dict[str, Array] = {
        "bert.embeddings.word_embeddings.weight": words,
        "bert.embeddings.position_embeddings.weight": positions,
        "bert.embeddings.token_type_embeddings.weight": shipped.types(),
        "bert.embeddings.LayerNorm.weight": shipped.constant("norm.weight"),
        "bert.embeddings.LayerNorm.bias": shipped.constant("norm.bias"),
    }
    for short, name in (("pooler", "bert.pooler.dense"), ("answerable", "classifier")):
        state[f"{name}.weight"], state[f"{name}.bias"] = shipped.head(short)
    hidden, wide = words.shape[1], 0
    for layer in range(shipped.layers()):
        target = f"bert.encoder.layer.{layer}"
        weight, bias = shipped.linear(layer, "joined")
        scale = (hidden // _HEADS) ** 0.5  # export put it into the queries
        for number, name in enumerate(("query", "key", "value")):
            part, factor = slice(number * hidden, (number + 1) * hidden), 1 if number else scale
            state[f"{target}.attention.self.{name}.weight"] = weight[part] * factor
            state[f"{target}.attention.self.{name}.bias"] = bias[part] * factor
        for short, name in (
            ("mixed", "attention.output.dense"),
            ("wide", "intermediate.dense"),
            ("narrow", "output.dense"),
        ):
            weight, bias = shipped.linear(layer, short)
            state[f"{target}.{name}.weight"], state[f"{target}.{name}.bias"] = weight, bias
            wide = max(wide, len(bias))
        for short, name in (
            ("mixed_norm", "attention.output.LayerNorm"),
            ("norm", "output.LayerNorm"),
        ):
            for part_name in ("weight", "bias"):
                constant = shipped.constant(f"layers.{layer}.{short}.{part_name}")
                state[f"{target}.{name}.{part_name}"] = constant
    config: Any = BertConfig
    model: Any = BertForSequenceClassification(
        config(
            vocab_size=len(words),
            hidden_size=hidden,
            num_hidden_layers=shipped.layers(),
            num_attention_heads=_HEADS,
            intermediate_size=wide,
            max_position_embeddings=len(positions),
            type_vocab_size=2,
            layer_norm_eps=1e-12,
            pad_token_id=PAD,
            bos_token_id=BOS,
            eos_token_id=EOS,
            num_labels=1,
        )
    )
    tensors = {name: torch.tensor(a) for name, a in state.items()}
    model.load_state_dict(tensors, strict=True)
    found: BertForSequenceClassification = model.eval()
    return found


def reader_state(folder: Path = DEFAULT_FOLDER) -> dict[str, torch.Tensor]:
    """The shipped weights under the names of `training.model.SpanReader`, to train on."""
    shipped = _Shipped(folder / "model.onnx")
    whole = classifier(folder).state_dict()
    state = {
        f"encoder.{name.removeprefix('bert.')}": values
        for name, values in whole.items()
        if name.startswith("bert.") and "pooler" not in name
    }
    for ours, theirs in (("pooler", "bert.pooler.dense"), ("answerable", "classifier")):
        for part in ("weight", "bias"):
            state[f"{ours}.{part}"] = whole[f"{theirs}.{part}"]
    weight, bias = shipped.span()
    state["span.weight"], state["span.bias"] = torch.tensor(weight), torch.tensor(bias)
    return state


def save_cross_encoder(out: Path, folder: Path = DEFAULT_FOLDER) -> None:
    """Write the folder; `CrossEncoder(str(out))` opens it."""
    classifier(folder).save_pretrained(out)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", BOS), ("</s>", EOS)],
    )
    fast: Any = PreTrainedTokenizerFast
    fast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_max_length=512,
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(out)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Save the reader as a CrossEncoder folder.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reader", type=Path, default=DEFAULT_FOLDER)
    given = parser.parse_args(arguments)
    save_cross_encoder(given.out, given.reader)


if __name__ == "__main__":
    main()
