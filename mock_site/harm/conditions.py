"""The site's conditions: what it suffers from, the same for all of its workers; nothing at first."""

import math
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

import pydantic

MOST_SKEW_S = 10 * 365 * 86_400.0
MOST_BALLAST_BYTES = 4 * 1024**3
MOST_BLOCK_S = 60.0
MOST_DELAY_S = 60.0


class Harm(Enum):
    """Kinds of harm, by the condition that brings them about."""

    CAPACITY = "capacity"
    CLOCK = "clock"
    LOOP = "loop"
    COMMIT_DELAY = "commit_delay"
    STORE_HELD = "store_held"
    TELEMETRY = "telemetry"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What is left of the configured capacity.

    Attributes:
        ratio: 0 to 1; at 0 nothing is served that needs a hand.
    """

    ratio: float = 1.0

    def __post_init__(self) -> None:
        _require("ratio", self.ratio, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How wrong the clock is.

    Attributes:
        skew_s: added to the time, ten years at most either way.
    """

    skew_s: float = 0.0

    def __post_init__(self) -> None:
        _require("skew_s", self.skew_s, -MOST_SKEW_S, MOST_SKEW_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """How often the event loop stands still.

    Attributes:
        block_s: for how long each time, 0 to 60; 0: never.
        every_s: from one time to the next, 0.01 to 3,600.
    """

    block_s: float = 0.0
    every_s: float = 1.0

    def __post_init__(self) -> None:
        _require("block_s", self.block_s, 0.0, MOST_BLOCK_S)
        _require("every_s", self.every_s, 0.01, 3_600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """How ill the store is served.

    Attributes:
        commit_delay_s: by which each commit takes longer, 0 to 60.
        held: share of the places for writes that wait which somebody else keeps, 0 to 1.
    """

    commit_delay_s: float = 0.0
    held: float = 0.0

    def __post_init__(self) -> None:
        _require("commit_delay_s", self.commit_delay_s, 0.0, MOST_DELAY_S)
        _require("held", self.held, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry:
    """Whether the site tells how it is.

    Attributes:
        gap: whether `/metrics` answers 503.
    """

    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What lies in the memory for nothing.

    Attributes:
        bytes: that each worker fills, 0 to 4 GiB.
    """

    bytes: int = 0

    def __post_init__(self) -> None:
        _require("bytes", self.bytes, 0, MOST_BALLAST_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConditions:
    """What the site suffers from."""

    __pydantic_config__: ClassVar = pydantic.ConfigDict(extra="forbid", strict=True)

    capacity: Capacity = field(default_factory=Capacity)
    clock: Clock = field(default_factory=Clock)
    loop: Loop = field(default_factory=Loop)
    store: Store = field(default_factory=Store)
    telemetry: Telemetry = field(default_factory=Telemetry)
    memory: Memory = field(default_factory=Memory)

    def in_force(self) -> frozenset[Harm]:
        """Give the kinds of harm that are done at the moment."""
        done = {
            Harm.CAPACITY: self.capacity.ratio < 1,
            Harm.CLOCK: self.clock.skew_s != 0,
            Harm.LOOP: self.loop.block_s > 0,
            Harm.COMMIT_DELAY: self.store.commit_delay_s > 0,
            Harm.STORE_HELD: self.store.held > 0,
            Harm.TELEMETRY: self.telemetry.gap,
            Harm.MEMORY: self.memory.bytes > 0,
        }
        return frozenset(harm for harm, is_done in done.items() if is_done)


def _require(name: str, number: float, least: float, most: float) -> None:
    if not (math.isfinite(number) and least <= number <= most):
        raise ValueError(f"{name}: is {number}; it must be {least:g} to {most:g}")
