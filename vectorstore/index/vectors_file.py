"""The files that hold a generation's vectors and the digests of their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


VECTORS = "vectors.npy"


DIGESTS = "vectors.json"
