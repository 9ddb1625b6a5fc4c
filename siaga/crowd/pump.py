"""The Pump: starts every visitor of a worker's share at the intended time, whatever the site does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Crowd(Protocol):
    """Those who are sent: takes an arrival in, or says that there is no room."""

    def admit(self, index: int, at_s: float, population: int) -> bool:
        """Start visitor `index` at `at_s`, at once if that is past; False if it cannot be sent."""

    def drop(self, population: int) -> None:
        """Count an arrival that could not be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A worker's arrivals in order of time; equal lengths.

    Attributes:
        index: number of each arrival in the whole plan.
        at_s: intended time in run seconds.
        population: index into the populations.
    """

    index: Sequence[int]
    at_s: Sequence[float]
    population: Sequence[int]


def pump(
    share: Share,
    crowd: Crowd,
    now_s: Callable[[], float],
    sleep: Callable[[float], object],
    lead_s: float = 0.0,
    together_s: float = 0.0,
    allow: Callable[[float], object] = lambda _at_s: None,
) -> None:
    """Send the whole share; returns when the last arrival has been started or dropped.

    The open model: the pump waits for the clock, and for leave where it has none, never for a visitor or
    the site.

    Args:
        share: what to send.
        crowd: who takes the arrivals.
        now_s: run seconds.
        sleep: waits so many seconds.
        lead_s: how long before its time an arrival is handed over, so that the crowd can get it ready.
        together_s: how much sooner than that, where the pump is awake for one before: to be woken for
            each costs as much as to get one ready.
        allow: waits until somebody who is due at a run second may be sent.
    """
    for index, at_s, population in zip(share.index, share.at_s, share.population, strict=True):
        wait_s = at_s - lead_s - now_s()
        if wait_s > together_s:
            sleep(wait_s)
        allow(at_s)
        if not crowd.admit(index, at_s, population):
            crowd.drop(population)
