"""From the scores of two sides to one: scaled within the question and summed.

Pure, so that `tests.benchmarks.ablation` can try other weights on the same scores.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The share of the dense score in the sum.
DENSE_WEIGHT = 0.5
#: A best lexical score under this share of what a full match could reach is weak evidence,
#: and is not scaled up to 1 (a question in another language shares a stray word at most).
_WEAK = 0.2


def weighted_sum(
    dense: Mapping[str, float],
    lexical: Mapping[str, float],
    ideal: float,
    weight: float = DENSE_WEIGHT,
) -> dict[str, float]:
    """The fused score in 0..1 of every passage in `dense`, whatever else `lexical` holds.

    `ideal` is the lexical score of a passage that matches the whole question.
    """
    if not dense:
        return {}
    low, high = min(dense.values()), max(dense.values())
    spread = max(high - low, 1e-6)
    top = max(max(lexical.values(), default=0.0), _WEAK * ideal, 1e-6)
    return {
        key: weight * (score - low) / spread + (1 - weight) * lexical.get(key, 0.0) / top
        for key, score in dense.items()
    }
