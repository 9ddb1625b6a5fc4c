"""A band: one phase of the day as the background of every chart."""

from dataclasses import dataclass

from siaga.judge.amount import count, duration, number
from siaga.scenario.closed import Closed
from siaga.scenario.model import Phase, Ramp, Traffic


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One phase.

    Attributes:
        number: its place in the day, from 1.
        name: its name.
        start_s: run seconds at which it begins.
        end_s: run seconds at which it ends.
        rate: its arrivals per second, or the visitors of a closed model, in words.
    """

    number: int
    name: str
    start_s: float
    end_s: float
    rate: str

    @property
    def length(self) -> str:
        """Its length in words."""
        return duration(self.end_s - self.start_s)


def bands(traffic: Traffic) -> tuple[Band, ...]:
    """Give the phases of a traffic, in order."""
    starts_s = traffic.phase_starts_s()
    return tuple(
        Band(
            number=place,
            name=phase.name,
            start_s=starts_s[phase.name],
            end_s=starts_s[phase.name] + phase.for_s,
            rate=_rate(phase) if traffic.closed is None else _visitors(traffic.closed),
        )
        for place, phase in enumerate(traffic.phases, start=1)
    )


def _visitors(closed: Closed) -> str:
    if closed.visitors is None:
        return "by the file's own shape"
    return f"{count(closed.visitors)} at once, {number(closed.spawn_rate_per_s)} /s until they are there"


def _rate(phase: Phase) -> str:
    if isinstance(phase.rate, Ramp):
        return f"{number(phase.rate.start)} to {number(phase.rate.to)} /s"
    return f"{number(phase.rate)} /s"
