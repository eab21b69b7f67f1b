"""How far an ingest has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come. `stage` is reading, embedding, writing or checking."""

    stage: str
    done: int
    total: int


Reporter = Callable[[Progress], None]
