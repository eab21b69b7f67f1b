"""The network laid out for the runtime, with activations evened out before they are quantised.

The runtime quantises a whole activation with one scale, so that a few channels with large values
cost all others their precision. Dividing those channels by a factor and multiplying the weights
behind them by it changes nothing in float32 and keeps the precision in int8 (the idea of
SmoothQuant, Xiao et al. 2023).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

from training.model import SpanReader

_SHARE = 0.5
"""How much of the range goes from the activations to the weights."""


class Smoothed(nn.Module):
    """A linear layer that can divide its input by channel, its weights holding the factors."""

    def __init__(self, linear: nn.Linear, by_row: bool = False) -> None:
        """`by_row` scales each token by its largest value while it is multiplied.

        The first and last token have values ten times those of the rest, behind the first half
        of the feed-forward network above all, and the scale is one for all tokens.
        """
        super().__init__()
        self.linear = linear
        self.by_row = by_row
        self.largest = torch.zeros(linear.in_features)
        self.measuring = False
        self.divides = False
        self.register_buffer("inverse", torch.ones(linear.in_features))

    def forward(self, values: Tensor) -> Tensor:
        """The layer's output, the same before and after smoothing."""
        if self.measuring:
            seen = values.detach().abs().reshape(-1, values.shape[-1]).amax(0)
            self.largest = torch.maximum(self.largest, seen)
        if self.divides:
            values = values * self.get_buffer("inverse")
        if self.by_row:
            largest = values.abs().amax(-1, keepdim=True)
            weights, bias = self.linear.weight, self.linear.bias
            scaled: Tensor = ((values / largest) @ weights.transpose(0, 1)) * largest
            return scaled + bias
        result: Tensor = self.linear(values)
        return result

    def smooth(self) -> None:
        """Move range from the measured activations to the weights; what is scaled by row needs none."""
        if self.by_row:
            return
        weights = self.linear.weight.detach().abs().amax(0).clamp(min=1e-5)
        factor = self.largest.clamp(min=1e-5) ** _SHARE / weights ** (1 - _SHARE)
        factor = factor / factor.mean()
        with torch.no_grad():
            self.linear.weight.mul_(factor)
        self.get_buffer("inverse").copy_(1 / factor)
        self.divides = True


class _Layer(nn.Module):
    """One encoder layer: queries, keys and values in one product, plain attention, no mask."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        attention = layer.attention
        self.heads: int = attention.self.num_attention_heads
        self.size: int = attention.output.dense.out_features
        self.joined = Smoothed(_join(attention.self))
        self.mixed = Smoothed(attention.output.dense)
        self.mixed_norm = attention.output.LayerNorm
        self.wide = Smoothed(layer.intermediate.dense, by_row=True)
        self.narrow = Smoothed(layer.output.dense, by_row=True)
        self.norm = layer.output.LayerNorm

    def forward(self, hidden: Tensor) -> Tensor:
        length = hidden.shape[1]
        shape = (-1, length, 3, self.heads, self.size // self.heads)
        # (batch, length, 3 * hidden) -> three of (batch, heads, length, hidden / heads)
        parts = self.joined(hidden).reshape(shape).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(parts[0] @ parts[1].transpose(-1, -2), dim=-1)
        mixed = (weights @ parts[2]).transpose(1, 2).reshape(-1, length, self.size)
        hidden = self.mixed_norm(self.mixed(mixed) + hidden)
        inner = nn.functional.gelu(self.wide(hidden))
        output: Tensor = self.norm(self.narrow(inner) + hidden)
        return output

    def fold(self) -> None:
        """Divide the values by channel in the product that makes them, in place of after mixing."""
        inverse = self.mixed.get_buffer("inverse")
        values = self.joined.linear
        with torch.no_grad():
            values.weight[2 * self.size :] *= inverse[:, None]
            values.bias[2 * self.size :] *= inverse
        inverse.fill_(1.0)
        self.mixed.divides = False


class InferenceGraph(nn.Module):
    """The network for windows of one length: without padding there is nothing to mask."""

    def __init__(self, model: SpanReader) -> None:
        super().__init__()
        embeddings = model.encoder.embeddings
        self.words = embeddings.word_embeddings
        self.positions = embeddings.position_embeddings
        self.types = embeddings.token_type_embeddings
        self.norm = embeddings.LayerNorm
        self.layers = nn.ModuleList(_Layer(layer) for layer in model.encoder.encoder.layer)
        self.span, self.pooler = model.span, model.pooler
        self.answerable = model.answerable
        self.eval()

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of shapes (batch, length), (batch, length) and (batch,)."""
        hidden = self.words(input_ids) + self.positions.weight[: input_ids.shape[1]]
        hidden = self.norm(hidden + self.types.weight[0])
        for layer in self.layers:
            hidden = layer(hidden)
        start, end = self.span(hidden).unbind(-1)
        pooled = torch.tanh(self.pooler(hidden[:, 0]))
        return start, end, self.answerable(pooled).squeeze(-1)

    def smooth(self, windows: Iterable[tuple[int, ...]]) -> None:
        """Measure the activations on some windows, then even them out.

        What the products with the mixed values are divided by goes into the values themselves.
        """
        parts = [module for module in self.modules() if isinstance(module, Smoothed)]
        for part in parts:
            part.measuring = True
        with torch.no_grad():
            for ids in windows:
                self(torch.tensor([ids]))
        for part in parts:
            part.measuring = False
            part.smooth()
        for layer in self.layers:
            layer.fold()


def _join(attention: Any) -> nn.Linear:
    parts = (attention.query, attention.key, attention.value)
    size = parts[0].out_features
    # The scale of the attention scores goes into the queries.
    factors = ((size // attention.num_attention_heads) ** -0.5, 1.0, 1.0)
    joined = nn.Linear(parts[0].in_features, 3 * size)
    pairs = list(zip(parts, factors, strict=True))
    with torch.no_grad():
        joined.weight.copy_(torch.cat([part.weight * factor for part, factor in pairs]))
        joined.bias.copy_(torch.cat([part.bias * factor for part, factor in pairs]))
    return joined
