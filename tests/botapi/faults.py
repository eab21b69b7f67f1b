"""How the server misbehaves when it is told to."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

KINDS = ("401", "403", "409", "429", "502", "400", "drop", "slow", "badjson", "lost", "reset-body")


@dataclass(slots=True)
class Fault:
    """One way to fail.

    `methods` are the methods it strikes (empty: every one), `times` how often (-1: for ever),
    `rate` the share of calls, `seconds` the delay of `slow` and the `retry_after` of `429`.
    The kinds `lost` and `badjson` fail after the call was carried out, the others before.
    """

    kind: str
    methods: tuple[str, ...] = ()
    times: int = -1
    rate: float = 1.0
    seconds: float = 1.0
    struck: int = 0

    def strikes(self, method: str, dice: random.Random) -> bool:
        """Whether this call fails; counts it if so."""
        if self.times == 0 or (self.methods and method not in self.methods):
            return False
        if self.rate < 1.0 and dice.random() >= self.rate:
            return False
        self.times -= self.times > 0
        self.struck += 1
        return True


@dataclass(slots=True)
class Faults:
    """The faults in force; the first that strikes is the one that happens."""

    dice: random.Random = field(default_factory=lambda: random.Random(7))
    plan: list[Fault] = field(default_factory=list)

    def of(self, method: str) -> Fault | None:
        """The fault for a call of `method`, if there is one."""
        return next((fault for fault in self.plan if fault.strikes(method.lower(), self.dice)), None)

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force."""
        if fault.kind not in KINDS:
            raise ValueError(f"unknown fault {fault.kind}")
        fault.methods = tuple(method.lower() for method in fault.methods)
        self.plan.append(fault)
        return fault

    def clear(self) -> None:
        """Behave from now on."""
        self.plan.clear()
