"""How long the tests against real servers wait for what must happen."""

from __future__ import annotations

#: Seconds: what is right comes as soon as it can, on a machine with much other work after minutes.
PATIENCE = 600.0
