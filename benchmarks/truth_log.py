"""The Log of a truth server: what it did to the requests of one contender, by its own clock."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

QUANTILES = (0.5, 0.9, 0.99, 0.999)
SLOTS = 10
"""A second has so many slots of 100 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What became of each request; equal lengths, in order of arrival.

    Attributes:
        at_s: when it was there whole, in seconds since the first.
        due_s: when its answer was due.
        sent_s: when its answer was with the kernel.
        kinds: "good", "failed", "dropped" or "refused".
    """

    at_s: Floats
    due_s: Floats
    sent_s: Floats
    kinds: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> "Log":
        """Read what a server wrote when it ended.

        Raises:
            OSError: it wrote nothing.
        """
        answers = sorted(json.loads(path.read_text(encoding="utf-8")))
        times = np.array([one[:3] for one in answers], dtype=np.float64).reshape(-1, 3)
        kinds = tuple(one[3] for one in answers)
        return cls(at_s=times[:, 0], due_s=times[:, 1], sent_s=times[:, 2], kinds=kinds)

    @property
    def imposed_s(self) -> Floats:
        """How long the server kept each request."""
        return self.sent_s - self.at_s

    @property
    def late_s(self) -> Floats:
        """How much later than due each answer went out: what the server's machine adds to its timers."""
        return np.maximum(self.sent_s - np.maximum(self.due_s, self.at_s), 0.0)

    def many(self, *kinds: str) -> int:
        """Count the requests of some kinds."""
        return sum(kind in kinds for kind in self.kinds)

    def good_per_s(self, since_s: float, until_s: float) -> float:
        """Give how many good answers a second went out in a stretch of the server's time."""
        good = np.array([kind == "good" for kind in self.kinds], dtype=bool)
        inside = good & (self.sent_s >= since_s) & (self.sent_s < until_s)
        return float(inside.sum()) / (until_s - since_s)

    def fullest(self, rate_per_s: float) -> tuple[float, float]:
        """Give the share of a second's arrivals that its fullest 100 ms had: on average, and at worst.

        The first second, in which a contender begins, and what is left of the last do not count. Seconds
        begin half a gap before an even arrival, so that none lies on an edge.
        """
        shares = slot_shares(self.at_s + 0.5 / rate_per_s)[1:]
        return (float(np.mean(shares)), float(np.max(shares))) if len(shares) else (1.0, 1.0)


def slot_shares(at_s: Floats) -> list[float]:
    """Give for each whole second, from 0 on, the share of its arrivals that its fullest slot has.

    Seconds without an arrival are left out.
    """
    if not len(at_s):
        return []
    whole = int(at_s.max())
    counts = np.bincount((at_s * SLOTS).astype(np.int64), minlength=whole * SLOTS)[: whole * SLOTS]
    return [float(one.max() / one.sum()) for one in counts.reshape(-1, SLOTS) if one.sum()]


def quantiles_s(times_s: Floats) -> Mapping[float, float]:
    """Give the quantiles of some times: of n the one with rank ceil(q n), as siaga has it."""
    ranked = np.sort(times_s)
    if not len(ranked):
        return {}
    return {q: float(ranked[max(ceil(round(q * len(ranked), 6)), 1) - 1]) for q in QUANTILES}
