"""The Tally: what one worker counted in one second of the run."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from operator import attrgetter
from typing import Any

from siaga.record.call_count import CallCount
from siaga.record.split import Split

DESCRIPTORS = "descriptors"
"""Reason of a failed sample for which the site can do nothing: the generator had none left."""

OTHER = "other"
"""Stands for all errors that were too many to keep apart."""

MOST = 10**15
"""More than any worker counts in a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """Samples of one step that ended in one second.

    Attributes:
        good: ended with a status that the journey expects.
        failed: everything else: other statuses, timeouts, resets, broken answers.
    """

    good: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationCount:
    """What happened to the people of one population in one second.

    Attributes:
        arrived: journeys that began.
        ended: journeys that ended, however they did.
        completed: those of them that came to their own end: no step failed, nothing broke, nobody was
            cut off. Who gives up because the funnel says so has come to the end.
        dropped: arrivals that were due and could not be sent; 0 in older runs, of whatever was dropped.
        good: samples that ended as the journey expects.
        failed: all other samples.
        tries: requests to the site that ended, each of a step counted; 0 in older runs.
        blocked: those of them by which the site turned its sender away as it does with abusers.
    """

    arrived: int = 0
    ended: int = 0
    completed: int = 0
    dropped: int = 0
    good: int = 0
    failed: int = 0
    tries: int = 0
    blocked: int = 0


def step_of(journey: str) -> str:
    """Name the step that stands for a whole journey, where something is not of one of its own."""
    return f"journey-{journey}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One worker, one second.

    Attributes:
        second: whole seconds since the first phase began, 0 or more.
        arrived: visitors whose journey began.
        dropped: arrivals that were due and could not be sent.
        finished: visitors whose journey ended.
        active: visitors inside at the end of the second.
        wanted: visitors that Locust was told to have then; 0 in an open model.
        lateness_s: worst delay between an intended arrival and its start.
        loop_lag_s: worst delay of the worker's event loop.
        cpu_ratio: CPU time of the worker by wall time, 0 to 1 (one core), the highest of any second that
            ended within this one; of older runs the mean of the second.
        unsynced_s: longest time from the writing of a record of the ledger to the end of the sync that
            covers it; None where nobody measured it.
        sent: requests put on the wire, redirects and retries included.
        asked: steps whose first request ended, well or not; None where nobody counted them.
        answers: requests that the site answered, by step, each try counted; none in older runs.
        rejects: those of them that it answered with 429 or 503.
        wire_requests: requests of everybody, of those who mean harm, too; 0 in older runs.
        wire_http2: of those, over HTTP/2; 0 in older runs.
        wire_bytes: sent and received by everybody; 0 in older runs.
        connections: open at once, at most; 0 in older runs.
        idle_closed: idle connections that were closed since others needed their room; 0 in older runs.
        idle_missed: of such, those whose visitor asked again while a site would still have kept it; None
            where nobody counted them.
        steps: samples that ended, by step.
        calls: the same by step and method, as Locust's table tells them apart; none in older runs.
        splits: where the time of the steps that were answered went, by step; none in older runs.
        errors: failed samples by "step reason", at most 50 kinds, the rest as "other".
        examples: what the first failed sample of each kind was told, by "step reason", in the second in
            which it was the first of its worker; of at most 50 kinds; none in older runs.
        reached: visitors that reached each stage of a funnel, by "population stage".
        reactions: how often visitors retried, reloaded, refreshed, double-clicked, gave up, closed the
            tab and came back.
        populations: what happened to the people of each population; none where nobody told them apart.
        closed: the worker's last tally: everything it had to write is written.
    """

    second: int
    arrived: int = 0
    dropped: int = 0
    finished: int = 0
    active: int = 0
    wanted: int = 0
    lateness_s: float = 0.0
    loop_lag_s: float = 0.0
    cpu_ratio: float = 0.0
    unsynced_s: float | None = None
    sent: int = 0
    asked: int | None = None
    wire_requests: int = 0
    wire_http2: int = 0
    wire_bytes: int = 0
    connections: int = 0
    idle_closed: int = 0
    idle_missed: int | None = None
    answers: Mapping[str, int] = field(default_factory=dict)
    rejects: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, StepCount] = field(default_factory=dict)
    calls: Mapping[str, Mapping[str, CallCount]] = field(default_factory=dict)
    splits: Mapping[str, Split] = field(default_factory=dict)
    errors: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    reached: Mapping[str, int] = field(default_factory=dict)
    reactions: Mapping[str, int] = field(default_factory=dict)
    populations: Mapping[str, PopulationCount] = field(default_factory=dict)
    closed: bool = False

    @property
    def late_s(self) -> float:
        """How late the worker was at the worst, with a visitor or with its loop."""
        return max(self.lateness_s, self.loop_lag_s)

    @property
    def is_sound(self) -> bool:
        """Whether its numbers are numbers, of a size that can be: a damaged file may hold others."""
        counts = [self.second, self.arrived, self.dropped, self.finished, self.active, self.sent]
        counts.append(self.wanted)
        counts += [
            self.wire_requests,
            self.wire_http2,
            self.wire_bytes,
            self.connections,
            self.idle_closed,
        ]
        counts += [one for one in (self.asked, self.idle_missed) if one is not None]
        times = [self.lateness_s, self.loop_lag_s, self.cpu_ratio]
        times += [] if self.unsynced_s is None else [self.unsynced_s]
        told = (self.answers, self.rejects, self.errors, self.reached, self.reactions, self.examples)
        return (
            all(isinstance(one, dict) for one in told)
            and all(map(_is_count, [*counts, *self._told()]))
            and all(type(one) in {int, float} and math.isfinite(one) for one in times)
            and all(isinstance(one, str) for one in self.examples.values())
            and isinstance(self.closed, bool)
        )

    def _told(self) -> Iterator[object]:
        """Give every number that stands under a name."""
        for told in (self.answers, self.rejects, self.errors, self.reached, self.reactions):
            yield from told.values()
        for step in self.steps.values():
            yield from _of_step(step)
        for population in self.populations.values():
            yield from _of_population(population)
        for methods in self.calls.values():
            for call in methods.values():
                yield from call.numbers()

    def as_json(self) -> dict[str, Any]:
        """Give the tally as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> "Tally":
        """Read a tally back; `Tally.from_json(tally.as_json()) == tally`.

        Raises:
            ValueError: the fact is no tally.
        """
        try:
            steps = {name: StepCount(**count) for name, count in fact["steps"].items()}
            told = fact.get("populations", {})  # older runs tell nobody apart
            populations = {name: PopulationCount(**count) for name, count in told.items()}
            splits = {name: Split.from_json(one) for name, one in fact.get("splits", {}).items()}
            calls = {step: _by_method(one) for step, one in fact.get("calls", {}).items()}
            parts = {"steps": steps, "populations": populations, "splits": splits, "calls": calls}
            return cls(**{**fact, **parts})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError(f"tally: {dict(fact)!r} is none ({error}); it is damaged") from None


_of_step = attrgetter(*(one.name for one in fields(StepCount)))
_of_population = attrgetter(*(one.name for one in fields(PopulationCount)))
"""Give every number of one; a copy of it, as a mapping, takes many times as long."""


def _by_method(fact: Mapping[str, Any]) -> dict[str, CallCount]:
    return {method: CallCount.from_json(one) for method, one in fact.items()}


def _is_count(given: object) -> bool:
    return type(given) is int and 0 <= given <= MOST
