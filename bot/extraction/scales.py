"""How scores of different kinds are brought to one scale: rarities, similarities, logits and probabilities."""

from __future__ import annotations

from math import exp, log

#: A logit beyond this is as good as certain, and `exp` of it stays finite.
_CERTAIN = 60.0
#: Cosine similarities of this embedding model lie between these: unrelated texts, and nearly the same one.
_UNRELATED, _SAME = 0.75, 0.95
#: A reader's logit of eight counts as one, and none for more than this.
_EIGHTH, _MOST = 8.0, 1.5


def rarity(frequency: int, total: int) -> float:
    """The weight, in nats, of a term that stands in `frequency` of `total` passages, smoothed by half a passage."""
    return log(1 + (2 * total + 1) / (2 * frequency + 1))


def chance(logit: float) -> float:
    """The probability of a logit."""
    return 1 / (1 + exp(-max(-_CERTAIN, min(_CERTAIN, logit))))


def similarity(cosine: float) -> float:
    """A cosine similarity of question and passage, spread over 0 to 1."""
    return max(0.0, min(1.0, (cosine - _UNRELATED) / (_SAME - _UNRELATED)))


def squashed(logit: float, most: float = _MOST) -> float:
    """A score of the reader as a feature, from -1.5 to `most`."""
    return max(-_MOST, min(most, logit / _EIGHTH))


def quarter_logit(probability: float) -> float:
    """A quarter of a probability's logit, from -1.5 to 1.5."""
    if not 0 < probability < 1:
        return _MOST if probability >= 1 else -_MOST
    return max(-_MOST, min(_MOST, log(probability / (1 - probability)) / 4))
