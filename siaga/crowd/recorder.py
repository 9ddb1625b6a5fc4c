"""The Recorder: samples of one worker, folded each second into a tally and latency histograms."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from siaga.crowd.example import example
from siaga.crowd.meter import Metered
from siaga.record.json_lines import JsonLines
from siaga.record.latency import Interval, LatencyLog, histogram, record
from siaga.record.split import Parts, Split
from siaga.record.tally import PopulationCount, StepCount, Tally

KINDS_OF_ERROR = 50
"""Distinct error texts kept apart in one second; the rest counts as "other"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One finished step.

    Attributes:
        step: its name.
        method: HTTP method.
        intended_s: when it should have started, in run seconds.
        started_s: when it did.
        ended_s: when it ended.
        reason: why it failed; empty if it was good.
        received_bytes: size of the answer.
        population: whose step it was.
        parts_s: how long each part of its answer took; None where there was none.
        timed: whether anybody knows how long it took; untimed, it is counted alone.
    """

    step: str
    method: str
    intended_s: float
    started_s: float
    ended_s: float
    reason: str
    received_bytes: int
    population: str
    parts_s: Parts | None = None
    timed: bool = True


@dataclass(slots=True)
class _Second:
    """What has been counted since the last fold."""

    samples: list[Sample] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    reactions: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    people: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lateness_s: float = 0.0
    sent: int = 0
    asked: int = 0


class Recorder:
    """Counts what happens and folds it when told to.

    Args:
        tallies: where the tallies go.
        latencies: where the histograms go.
        echo: is told every sample when its second is folded, so that Locust's own statistics agree.
        closed: whether nobody meant to start at any time, so that only the service time is written.
    """

    def __init__(
        self,
        tallies: JsonLines,
        latencies: LatencyLog,
        echo: Callable[[Sample], None],
        *,
        closed: bool = False,
    ) -> None:
        self._starts = (False,) if closed else (True, False)
        self._tallies = tallies
        self._latencies = latencies
        self._echo = echo
        self._now = _Second()
        self._shown: set[str] = set()
        self.active = 0

    def arrived(self, population: str, lateness_s: float) -> None:
        """Count a visitor of a population whose journey begins, and how late it does."""
        self.active += 1
        self._now.counts["arrived"] += 1
        self._now.people[population]["arrived"] += 1
        self._now.lateness_s = max(self._now.lateness_s, lateness_s)

    def dropped(self) -> None:
        """Count an arrival that was due and cannot be sent."""
        self._now.counts["dropped"] += 1

    def finished(self, population: str, *, completed: bool) -> None:
        """Count a visitor of a population whose journey ended, by itself or not."""
        self.active -= 1
        self._now.counts["finished"] += 1
        self._now.people[population]["ended"] += 1
        self._now.people[population]["completed"] += completed

    def sent(self, requests: int, *, first: bool = True) -> None:
        """Count requests put on the wire.

        Args:
            requests: how many; 0 where nothing was sent.
            first: whether it is the first time that their step was asked for.
        """
        self._now.sent += requests
        self._now.asked += first

    def answered(self, step: str, *, rejected: bool) -> None:
        """Count a request of a step that the site answered, and whether it turned it away."""
        self._now.answers[step] += 1
        if rejected:
            self._now.rejects[step] += 1

    def tried(self, population: str, *, blocked: bool) -> None:
        """Count a request to the site, and whether that turned its sender away as an abuser."""
        self._now.people[population]["tries"] += 1
        self._now.people[population]["blocked"] += blocked

    def reacted(self, how: str) -> None:
        """Count what a visitor did because of the site: "reloaded"."""
        self._now.reactions[how] += 1

    def reached(self, stage: str) -> None:
        """Count a visitor that reached a stage: "population stage"."""
        self._now.reached[stage] += 1

    def crowd(self, inside: int, *, wanted: int) -> None:
        """Be told how many visitors Locust has, and how many it should have; new ones have arrived."""
        self._now.counts["arrived"] += max(inside - self.active, 0)
        self._now.counts["finished"] += max(self.active - inside, 0)
        self._now.counts["wanted"] = wanted
        self.active = inside

    def sample(self, sample: Sample, *, told: str = "") -> None:
        """Take a finished step.

        Args:
            sample: of the step.
            told: what it was told where it failed; that of the first of its kind is kept, in a line and
                without what may be a secret.
        """
        self._now.samples.append(sample)
        if sample.reason and told:
            self._show(f"{sample.step} {sample.reason}", told)
        self._now.people[sample.population]["failed" if sample.reason else "good"] += 1

    def bug(self, population: str, journey: str, kind: str, at_s: float) -> None:
        """Count a journey that broke as a failed step of its own: it must not go unseen."""
        step = f"journey-{journey}"
        self.sample(
            Sample(
                step=step,
                method="RUN",
                intended_s=at_s,
                started_s=at_s,
                ended_s=at_s,
                reason=kind,
                received_bytes=0,
                population=population,
            )
        )

    def fold(
        self,
        second: int,
        *,
        loop_lag_s: float,
        cpu_ratio: float,
        closed: bool,
        unsynced_s: float = 0.0,
        wire: Metered | None = None,
    ) -> Tally:
        """Write the second that is over, and begin the next; both are with the kernel afterwards.

        Raises:
            OSError: the files cannot be written.
        """
        over, self._now, wire = self._now, _Second(), wire or Metered()
        self._write_latencies(second, over)
        tally = Tally(
            second=second,
            **_of_visitors(over.counts),
            active=self.active,
            lateness_s=round(over.lateness_s, 6),
            loop_lag_s=round(loop_lag_s, 6),
            cpu_ratio=round(min(cpu_ratio, 1.0), 4),
            unsynced_s=round(unsynced_s, 6),
            sent=over.sent,
            asked=over.asked,
            wire_requests=wire.requests,
            wire_bytes=wire.traffic_bytes,
            connections=wire.connections,
            answers=dict(over.answers),
            rejects=dict(over.rejects),
            steps=_steps(over.samples),
            splits=_splits(over.samples),
            errors=_errors(over.samples),
            examples=over.examples,
            reached=dict(over.reached),
            reactions=dict(over.reactions),
            populations={name: PopulationCount(**over.people[name]) for name in sorted(over.people)},
            closed=closed,
        )
        self._tallies.append(tally.as_json())
        return tally

    def close(self) -> None:
        """Close the files."""
        try:
            self._tallies.close()
        finally:
            self._latencies.close()

    def _show(self, kind: str, told: str) -> None:
        if len(self._shown) < KINDS_OF_ERROR and kind not in self._shown:
            self._shown.add(kind)
            self._now.examples[kind] = example(told)

    def _write_latencies(self, second: int, over: _Second) -> None:
        by_tag: dict[tuple[str, str, bool], list[float]] = defaultdict(list)
        for one in over.samples:
            for intended in self._starts if one.timed else ():
                since_s = one.intended_s if intended else one.started_s
                by_tag[one.step, one.population, intended].append(one.ended_s - since_s)
            self._echo(one)
        for (step, population, intended), latencies_s in sorted(by_tag.items()):
            latencies = histogram()
            for latency_s in latencies_s:
                record(latencies, latency_s)
            self._latencies.append(
                Interval(
                    second=second,
                    step=step,
                    intended=intended,
                    latencies=latencies,
                    population=population,
                )
            )
        self._latencies.flush()


def _of_visitors(counts: Counter[str]) -> dict[str, Any]:
    return {name: counts[name] for name in ("arrived", "dropped", "finished", "wanted")}


def _steps(samples: list[Sample]) -> dict[str, StepCount]:
    good = Counter(one.step for one in samples if not one.reason)
    failed = Counter(one.step for one in samples if one.reason)
    return {step: StepCount(good=good[step], failed=failed[step]) for step in sorted(good | failed)}


def _splits(samples: list[Sample]) -> dict[str, Split]:
    by_step: dict[str, list[tuple[float, Parts]]] = defaultdict(list)
    for one in samples:
        if one.parts_s is not None:
            by_step[one.step].append((one.ended_s - one.intended_s, one.parts_s))
    return {step: Split.of(by_step[step]) for step in sorted(by_step)}


def _errors(samples: list[Sample]) -> dict[str, int]:
    every = Counter(f"{one.step} {one.reason}" for one in samples if one.reason)
    kept = dict(every.most_common(KINDS_OF_ERROR))
    other = every.total() - sum(kept.values())
    return kept | ({"other": other} if other else {})
