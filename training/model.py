"""The network, a BERT encoder with a span head and a no-answer head, and its input tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from bot.extraction.reading_windows import BOS, EOS, PAD, tokenize
from training.backbone import Backbone
from training.examples import Example

LONGEST_QUESTION = 64
LONGEST_TITLE = 16


@dataclass(frozen=True, slots=True)
class Sizes:
    """What it takes to build the network."""

    vocabulary: int
    hidden: int = 384
    layers: int = 12
    heads: int = 12
    feed_forward: int = 1536
    positions: int = 512
    types: int = 2


def autocast() -> torch.autocast:
    """Products in bfloat16 where the processor has instructions for them; elsewhere it is slower."""
    fast = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast("cpu", torch.bfloat16, enabled=fast)


def sizes_of(backbone: Backbone, vocabulary: int) -> Sizes:
    """The sizes of a backbone with its vocabulary cut."""
    sizes = backbone.sizes
    return Sizes(
        vocabulary,
        sizes.hidden,
        sizes.layers,
        sizes.heads,
        sizes.feed_forward,
        sizes.positions,
        sizes.token_types,
    )


class BankDropout(nn.Module):
    """Dropout that draws a place in a bank of random masks instead of every mask anew.

    Drawing masks takes a sixth of a step on processors, and one thread does it.
    """

    _SIZE = 1 << 23

    def __init__(self, share: float, bank: Tensor | None = None) -> None:
        super().__init__()
        self.share = share
        if bank is None:
            bank = (torch.rand(self._SIZE) >= share).to(torch.bfloat16) / (1 - share)
        self.register_buffer("bank", bank, persistent=False)

    def forward(self, values: Tensor) -> Tensor:
        """The values with a random share of them zero, in training only."""
        if not self.training or self.share == 0:
            return values
        size = values.numel()
        bank = self.get_buffer("bank")
        if size > bank.numel() // 2:
            return functional.dropout(values, self.share)
        first = int(torch.randint(bank.numel() - size, (1,)))
        return values * bank[first : first + size].view_as(values).to(values.dtype)


class SpanReader(nn.Module):
    """Start and end logits for every token and one logit that the passage answers the question."""

    def __init__(self, sizes: Sizes, *, dropout: float = 0.1) -> None:
        super().__init__()
        config: Any = BertConfig
        self.encoder = BertModel(
            config(
                vocab_size=sizes.vocabulary,
                hidden_size=sizes.hidden,
                num_hidden_layers=sizes.layers,
                num_attention_heads=sizes.heads,
                intermediate_size=sizes.feed_forward,
                max_position_embeddings=sizes.positions,
                type_vocab_size=sizes.types,
                layer_norm_eps=1e-12,
                pad_token_id=PAD,
                hidden_dropout_prob=0.1,
                attention_probs_dropout_prob=0.0,
                attn_implementation="sdpa",
            ),
            add_pooling_layer=False,
        )
        _replace_dropout(self.encoder, BankDropout(dropout))
        self.span = nn.Linear(sizes.hidden, 2)
        self.pooler = nn.Linear(sizes.hidden, sizes.hidden)
        self.answerable = nn.Linear(sizes.hidden, 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of shapes (batch, length), (batch, length) and (batch,)."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        start, end = self.span(hidden).unbind(-1)
        pooled = torch.tanh(self.pooler(hidden[:, 0]))
        return start, end, self.answerable(pooled).squeeze(-1)


def _replace_dropout(module: nn.Module, dropout: BankDropout) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout) and child.p > 0:
            # The bank is shared; it is no parameter.
            setattr(module, name, BankDropout(dropout.share, dropout.get_buffer("bank")))
        else:
            _replace_dropout(child, dropout)


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example in ids. The span counts from the start of `ids`; (0, 0) means no answer."""

    ids: tuple[int, ...]
    context: int
    start: int
    end: int
    answerable: bool


def encode(tokenizer: Tokenizer, example: Example, *, longest: int) -> Encoded | None:
    """Lay an example out as `bot.extraction.reading_windows.windows` does; None when its answer is cut off."""
    question = tokenize(tokenizer, example.question).ids[:LONGEST_QUESTION]
    title = tokenize(tokenizer, example.title).ids[:LONGEST_TITLE] if example.title else ()
    head = (BOS, *question, EOS, EOS, *((*title, EOS) if title else ()))
    context = tokenize(tokenizer, example.text)
    room = longest - len(head) - 1
    start = end = 0
    if example.answerable:
        inside = [
            i
            for i, (a, b) in enumerate(zip(context.starts, context.ends, strict=True))
            if a < example.end and b > example.start
        ]
        if not inside or inside[-1] >= room:
            return None
        start, end = len(head) + inside[0], len(head) + inside[-1]
    return Encoded((*head, *context.ids[:room], EOS), len(head), start, end, example.answerable)


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors; `candidates` marks `<s>` and the passage's tokens."""

    ids: Tensor
    mask: Tensor
    candidates: Tensor
    start: Tensor
    end: Tensor
    answerable: Tensor


def collate(rows: Sequence[Encoded]) -> Batch:
    """Pad to the longest row, rounded up: few different shapes let the kernels be reused."""
    length = -(-max(len(row.ids) for row in rows) // 16) * 16
    ids = torch.full((len(rows), length), PAD, dtype=torch.long)
    mask = torch.zeros((len(rows), length), dtype=torch.long)
    candidates = torch.zeros((len(rows), length), dtype=torch.bool)
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        mask[number, : len(row.ids)] = 1
        candidates[number, 0] = True
        candidates[number, row.context : len(row.ids) - 1] = True
    return Batch(
        ids,
        mask,
        candidates,
        torch.tensor([row.start for row in rows]),
        torch.tensor([row.end for row in rows]),
        torch.tensor([float(row.answerable) for row in rows]),
    )


def loss(model: nn.Module, batch: Batch) -> tuple[Tensor, Tensor]:
    """Span loss (null span at `<s>` for no answer) and no-answer loss, means over the batch."""
    output: Any = model(batch.ids, batch.mask)
    start, end, answerable = (logits.float() for logits in output)
    hidden = ~batch.candidates
    span = functional.cross_entropy(start.masked_fill(hidden, -1e4), batch.start)
    span = span + functional.cross_entropy(end.masked_fill(hidden, -1e4), batch.end)
    binary = functional.binary_cross_entropy_with_logits(answerable, batch.answerable)
    return span / 2, binary
