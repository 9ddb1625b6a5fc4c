"""The Recorder: samples of one worker, folded each second into a tally and latency histograms."""

from collections.abc import Callable, Sequence

from siaga.crowd.example import example
from siaga.crowd.meter import Metered
from siaga.crowd.sample import Sample
from siaga.crowd.second import (
    KINDS_OF_ERROR,
    Groups,
    Second,
    calls_of,
    latencies_s,
    splits_of,
    steps_of,
)
from siaga.crowd.unserved import Unserved
from siaga.record.json_lines import JsonLines
from siaga.record.latency import Interval, LatencyLog, never
from siaga.record.measure import Measure
from siaga.record.tally import Tally, step_of


class Recorder:
    """Counts what happens and folds it when told to.

    Args:
        tallies: where the tallies go.
        latencies: where the histograms go.
        echo: is told the samples of a second when it is folded, so that Locust's own statistics agree.
        closed: whether nobody meant to start at any time, so that only the service time is written.
    """

    def __init__(
        self,
        tallies: JsonLines,
        latencies: LatencyLog,
        echo: Callable[[Sequence[Sample]], None],
        *,
        closed: bool = False,
    ) -> None:
        self._starts = (False,) if closed else (False, True)
        self._tallies = tallies
        self._latencies = latencies
        self._measure = Measure()
        self._echo = echo
        self._now = Second()
        self._unserved = Unserved()
        self._shown: set[str] = set()
        self.active = 0

    def arrived(self, population: str, lateness_s: float) -> None:
        """Count a visitor of a population whose journey begins, and how late it does."""
        self.active += 1
        self._now.counts["arrived"] += 1
        self._now.people[population]["arrived"] += 1
        self._now.lateness_s = max(self._now.lateness_s, lateness_s)

    def dropped(self, population: str, journey: str) -> None:
        """Count an arrival of a population that was due and cannot be sent."""
        self._now.counts["dropped"] += 1
        self._now.people[population]["dropped"] += 1
        self._unserved.lost(population, journey)

    def began(self, population: str, step: str) -> None:
        """Be told the first step of a visitor of a population, before it asks."""
        self._unserved.began(population, step)

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

    def tried(
        self,
        step: str,
        population: str,
        *,
        answered: bool,
        rejected: bool = False,
        blocked: bool = False,
    ) -> None:
        """Count a request to the site, each try of a step for itself.

        Args:
            step: whose request it was.
            population: whose step it was.
            answered: whether the site answered it.
            rejected: whether it turned the request away, as it does with what is too much for it.
            blocked: whether it turned its sender away as an abuser.
        """
        self._now.tries[step, population, answered, rejected, blocked] += 1

    def went_well(self, sample: Sample, requests: int, counts: bool) -> None:  # noqa: FBT001 - one a request
        """Take a finished step that was asked for once and is good: as `sent`, `tried` and `sample`.

        Args:
            sample: of the step.
            requests: how many were put on the wire.
            counts: whether it was the site that answered.
        """
        now = self._now
        now.sent += requests
        now.asked += 1
        (now.good if counts else now.samples).append(sample)

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

    def bug(self, population: str, journey: str, kind: str, at_s: float) -> None:
        """Count a journey that broke as a failed step of its own: it must not go unseen."""
        self.sample(
            Sample(
                step=step_of(journey),
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
        over, self._now, wire = self._now, Second(), wire or Metered()
        groups, errors = over.end(), over.errors()
        self._write_latencies(second, groups, last=closed)
        self._echo(over.samples)
        tally = Tally(
            second=second,
            **over.visitors(),
            active=self.active,
            lateness_s=round(over.lateness_s, 6),
            loop_lag_s=round(loop_lag_s, 6),
            cpu_ratio=round(min(cpu_ratio, 1.0), 4),
            unsynced_s=round(unsynced_s, 6),
            sent=over.sent,
            asked=over.asked,
            **wire.told(),
            answers=over.answers(),
            rejects=over.rejects(),
            steps=steps_of(groups),
            calls=calls_of(over.samples, errors),
            splits=splits_of(groups),
            errors=errors,
            examples=over.examples,
            reached=dict(over.reached),
            reactions=dict(over.reactions),
            populations=over.populations(groups),
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

    def _write_latencies(self, second: int, groups: Groups, *, last: bool) -> None:
        """Write how long everybody waited, those included whose wait has no end."""
        for (step, population), samples in sorted(groups.items()):
            for intended in self._starts:
                times_s = latencies_s(samples, intended=intended)
                if times_s:
                    interval = Interval(
                        second=second,
                        step=step,
                        intended=intended,
                        latencies=self._measure.of(times_s),
                        population=population,
                    )
                    self._latencies.append(interval)
        self._write_unserved(second, last=last)
        self._latencies.flush()

    def _write_unserved(self, second: int, *, last: bool) -> None:
        """Write who was never served: they wait from when they should have come, and for ever."""
        for (at, step, population), many in self._unserved.fold(second, last=last).items():
            self._latencies.append(
                Interval(
                    second=at,
                    step=step,
                    intended=True,
                    latencies=never(many),
                    population=population,
                )
            )
