"""From the scores of two sides to one: scaled within the question and summed.

A passage gets a share of the best score in another section of its document besides: where two
sections speak of what is asked, the document is likelier the right one.

Pure, so that `benchmarks.ablation` can try other weights on the same scores.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The share of the dense score in the sum.
DENSE_WEIGHT = 0.5
#: A best lexical score under this share of what a full match could reach is weak evidence,
#: and is not scaled up to 1 (a question in another language shares a stray word at most).
_WEAK = 0.2
#: The share that a passage gets of the best score in another section of its document.
OTHER_SECTION = 0.15


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


def with_other_sections(
    scores: Mapping[str, float],
    sections: Mapping[str, tuple[str, int]],
    share: float = OTHER_SECTION,
) -> dict[str, float]:
    """The scores, in 0..1 again, with each document's other sections heard.

    `sections` tells each passage's file and the number of its outline node.
    """
    best: dict[str, dict[int, float]] = {}
    for key, score in scores.items():
        if key in sections:
            file, node = sections[key]
            nodes = best.setdefault(file, {})
            nodes[node] = max(score, nodes.get(node, 0.0))
    # The best section and the best of the rest are enough to tell every passage's best other one.
    firsts = {file: sorted(nodes.items(), key=lambda one: -one[1])[:2] for file, nodes in best.items()}
    heard = {}
    for key, score in scores.items():
        file, node = sections.get(key, ("", 0))
        other = next((top for section, top in firsts.get(file, ()) if section != node), 0.0)
        heard[key] = (score + share * other) / (1 + share)
    return heard
