"""Which way the text of a page runs, and its places as they are once the page is turned so that it runs to the right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import atan2, degrees, hypot

#: A scan lies a little askew; what is further off is set aslant on purpose.
_ASKEW = 12.0


class Way(Enum):
    """Where the next character stands: vertical writing and pages on their side run down or up."""

    RIGHT = 0
    UP = 90
    LEFT = 180
    DOWN = 270


def way_of(x: float, y: float) -> Way | None:
    """The way of a step on a page whose y grows upwards; None where it is aslant."""
    angle = degrees(atan2(y, x)) % 360 if hypot(x, y) else 0.0
    way = Way(round(angle / 90) % 4 * 90)
    off = abs(angle - way.value)
    return way if min(off, 360 - off) <= _ASKEW else None


@dataclass(frozen=True, slots=True)
class Turn:
    """Turns places of a page, in points from its lower left corner, so that text runs to the right and down."""

    way: Way
    width: float
    height: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place from the left and from the top."""
        match self.way:
            case Way.RIGHT:
                return x, self.height - y
            case Way.UP:
                return y, x
            case Way.LEFT:
                return self.width - x, y
            case Way.DOWN:
                return self.height - y, self.width - x

    def box(self, left: float, low: float, right: float, high: float) -> tuple[float, float, float, float]:
        """The left, upper, right and lower edge."""
        (a, b), (c, d) = self.at(left, low), self.at(right, high)
        return min(a, c), min(b, d), max(a, c), max(b, d)
