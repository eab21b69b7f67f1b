"""Cuts the base vocabulary to what folded Chinese and ASCII text needs.

The base model knows 250,002 pieces of a hundred languages: four fifths of its weights. The reader
sees folded text only (`bot.extraction.reader.fold`), so traditional characters and most scripts can go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from bot.extraction.reader import fold
from training.backbone import Backbone

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
LONGEST_CHINESE_PIECE = 2
LONGEST_ASCII_PIECE = 3
_SPACE = "▁"
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_HAN_ONLY = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
# Answers end after these more than after anything else: 2008年|度, 3月|起.
_UNITS = "年月"
_PLAIN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokenizer and, for each of its ids, the row of the base model's embedding matrix."""

    tokenizer: Tokenizer
    rows: npt.NDArray[np.int64]


def cut_vocabulary(
    backbone: Backbone,
    *,
    longest_chinese: int = LONGEST_CHINESE_PIECE,
    longest_ascii: int = LONGEST_ASCII_PIECE,
) -> Vocabulary:
    """Keep special pieces, simplified Chinese, short ASCII and single symbols.

    Chinese pieces of three and more characters go too: an answer that begins or ends inside such a
    piece could not be marked exactly.
    """
    kept: list[int] = []
    for row, (piece, _) in enumerate(backbone.pieces):
        if row < len(SPECIAL) or _wanted(piece.replace(_SPACE, ""), longest_chinese, longest_ascii):
            kept.append(row)
    tokenizer = build_tokenizer([backbone.pieces[row] for row in kept])
    return Vocabulary(tokenizer, np.array(kept, dtype=np.int64))


def _wanted(bare: str, longest_chinese: int, longest_ascii: int) -> bool:
    if not bare:
        return True
    if _CHINESE.search(bare):
        if len(bare) > longest_chinese or not _HAN_ONLY.fullmatch(bare):
            return False
        if len(bare) > 1 and bare[0] in _UNITS:
            return False
        return fold(bare).text == bare
    if _PLAIN.fullmatch(bare):
        return len(bare) <= longest_ascii
    # Symbols, accented letters, Greek and the like, one by one; no foreign words.
    return len(bare) == 1 and (ord(bare) < 0x0530 or 0x2000 <= ord(bare) < 0x3040)


def build_tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """A unigram tokenizer over folded text; normalising is `fold`'s work, not its own."""
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    # Figures, letters and Han characters never share a piece, so that a span can end between them.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="first"),
            pre_tokenizers.Split(Regex(r"\d+"), "isolated"),
        ]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE)
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer
