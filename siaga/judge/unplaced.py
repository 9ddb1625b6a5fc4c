"""The Unplaced: arrivals that were dropped, and of which a worker had not said at which step they stand.

It keeps whoever is of a population that has not begun with it, for the step that others will begin with.
One that is lost meanwhile has told how many there are, in its tallies, and never where.
"""

from collections.abc import Iterator

from siaga.judge.counts import Counts
from siaga.judge.latencies import Latencies
from siaga.record.latency import Interval, never
from siaga.record.tally import step_of
from siaga.scenario.model import Scenario


def placed(latencies: Latencies, counts: Counts, scenario: Scenario) -> Latencies:
    """Give the latencies with those whom a worker has placed nowhere, at a step of their journey.

    A worker that wrote its last tally has left nobody out, and one of an older siaga told of nobody.

    Args:
        latencies: as they were written.
        counts: what the workers tallied.
        scenario: whose populations they are.
    """
    if not counts.number("dropped") or all(worker.closed for worker in counts.workers):
        return latencies
    return latencies.beside(_unplaced(latencies, counts, scenario))


def _unplaced(latencies: Latencies, counts: Counts, scenario: Scenario) -> Iterator[Interval]:
    for one in scenario.traffic.populations:
        known = latencies.never(one.name)
        for second in range(counts.last_second + 1):
            many = counts.of_people([one.name], "dropped", [second]) - known[second]
            if many > 0:
                yield Interval(
                    second=second,
                    step=step_of(one.journey),
                    intended=True,
                    latencies=never(many),
                    population=one.name,
                )
