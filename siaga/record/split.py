"""The Split of a step's time: how much of it went into connecting, waiting and the answer's body."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

Parts = tuple[float, float, float, float, float]
"""Seconds that look-up, connecting, TLS, waiting for the first byte and the body took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Samples of one step added up; in whole microseconds, so that the order of adding means nothing.

    Attributes:
        answers: samples that ended with an answer; no other has parts.
        opened: those of them for which a connection was opened.
        before_us: from the intended start until the request began that was answered.
        lookup_us: finding the addresses of the host.
        connect_us: connecting, after the look-up and without TLS.
        tls_us: the handshakes of TLS.
        wait_us: from there to the answer's first byte; sending, redirects and repeats are in it.
        body_us: from the first byte to the last.
    """

    answers: int = 0
    opened: int = 0
    before_us: int = 0
    lookup_us: int = 0
    connect_us: int = 0
    tls_us: int = 0
    wait_us: int = 0
    body_us: int = 0

    @property
    def total_us(self) -> int:
        """All of it."""
        parts_us = self.before_us + self.lookup_us + self.connect_us + self.tls_us
        return parts_us + self.wait_us + self.body_us

    def __add__(self, other: "Split") -> "Split":
        """Put two together."""
        return Split(
            answers=self.answers + other.answers,
            opened=self.opened + other.opened,
            before_us=self.before_us + other.before_us,
            lookup_us=self.lookup_us + other.lookup_us,
            connect_us=self.connect_us + other.connect_us,
            tls_us=self.tls_us + other.tls_us,
            wait_us=self.wait_us + other.wait_us,
            body_us=self.body_us + other.body_us,
        )

    @classmethod
    def of(cls, samples: Iterable[tuple[float, Parts]]) -> Self:
        """Add samples up, at least one: how long each took from its intended start, and its parts."""
        took_s, parts_s = zip(*samples, strict=True)
        columns = tuple(zip(*parts_s, strict=True))
        lookup_us, connect_us, tls_us, wait_us, body_us = map(_us, columns)
        answered_us = lookup_us + connect_us + tls_us + wait_us + body_us
        return cls(
            answers=len(parts_s),
            opened=len(parts_s) - columns[1].count(0.0),
            before_us=max(_us(took_s) - answered_us, 0),
            lookup_us=lookup_us,
            connect_us=connect_us,
            tls_us=tls_us,
            wait_us=wait_us,
            body_us=body_us,
        )

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> Self:
        """Read a split back.

        Raises:
            TypeError: it has other attributes, or one that is no number.
            ValueError: one of them is below 0 or a fraction.
        """
        numbers = fact.values()
        # Only whole numbers add up to one.
        if min(numbers, default=0) < 0 or not isinstance(sum(numbers), int):
            raise ValueError(f"split: {dict(fact)!r} is none; whole numbers from 0 on are")
        return cls(**fact)


def _us(times_s: Iterable[float]) -> int:
    """Add times up; differences of clock readings may fall short of 0 by a trifle."""
    return max(round(sum(times_s) * 1e6), 0)
