"""The GeneratorMetrics: what the generator counts, as Prometheus metrics."""

import threading
from collections.abc import Callable, Iterator

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from siaga.observe.native import LatencyFamily
from siaga.observe.tail import LatencyTail
from siaga.observe.totals import Totals
from siaga.record.pool import Heap
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.record.tally import Tally


class GeneratorMetrics(Collector):
    """The metrics of one run's generator, read from the files that its workers write.

    `look` is called often by one thread and `collect` by those that answer scrapes, so that a scrape
    costs the same early and late in the run.

    Args:
        folder: the run.
        wall: wall clock in Unix seconds.
        closed: whether a stock Locust file is played, of whose requests only service time is known.
    """

    def __init__(self, folder: RunFolder, wall: Callable[[], float], *, closed: bool = False) -> None:
        self._folder, self._wall = folder, wall
        self._lock = threading.Lock()
        self._totals = Totals(folder)
        self._tail = LatencyTail(folder, closed=closed)
        self._latencies: dict[str, Heap] = {}

    def look(self) -> None:
        """Take in what the workers wrote since the last look."""
        with self._lock:
            self._totals.look()
        for one in self._tail.new():
            with self._lock:
                self._latencies.setdefault(one.step, Heap()).add(one)

    def collect(self) -> list[Metric]:
        """Give every metric as it is now; see docs/metrics.md for each one's meaning."""
        with self._lock:
            return [
                *self._arrivals(),
                *self._visitors(),
                self._samples(),
                self._step_latency(),
                *self._workers(),
                self._run(),
            ]

    def _arrivals(self) -> Iterator[Metric]:
        totals = self._totals
        yield CounterMetricFamily(
            "siaga_arrivals_planned", "Arrivals that were intended by now.", value=self._planned()
        )
        yield CounterMetricFamily(
            "siaga_arrivals", "Visitors whose journey began.", value=totals.arrived
        )
        yield CounterMetricFamily(
            "siaga_arrivals_dropped",
            "Arrivals that were due and could not be sent.",
            value=totals.dropped,
        )
        yield GaugeMetricFamily(
            "siaga_arrival_lateness_seconds",
            "Worst delay between an intended arrival and its start in the last second.",
            value=max((one.lateness_s for one in totals.present.values()), default=0.0),
        )

    def _visitors(self) -> Iterator[Metric]:
        totals = self._totals
        yield GaugeMetricFamily("siaga_visitors_active", "Visitors inside.", value=totals.active)
        yield CounterMetricFamily(
            "siaga_visitors_finished", "Visitors whose journey ended.", value=totals.finished
        )
        yield CounterMetricFamily(
            "siaga_requests", "Requests put on the wire.", value=totals.sent.total()
        )

    def _samples(self) -> Metric:
        family = CounterMetricFamily(
            "siaga_samples", "Steps that ended, by how.", labels=["step", "result"]
        )
        for step, count in sorted(self._totals.steps.items()):
            family.add_metric([step, "good"], count.good)
            family.add_metric([step, "failed"], count.failed)
        return family

    def _step_latency(self) -> Metric:
        family = LatencyFamily(
            "siaga_step_latency_seconds",
            "Time from the intended start of a step to its end; of a stock Locust file service time.",
            labels=["step"],
        )
        for step, latencies in sorted(self._latencies.items()):
            family.add([step], latencies.pool())
        return family

    def _workers(self) -> Iterator[Metric]:
        yield self._by_worker(
            "siaga_generator_loop_lag_seconds",
            "Worst delay of a worker's event loop in its last second.",
            lambda tally: tally.loop_lag_s,
        )
        yield self._by_worker(
            "siaga_generator_cpu_ratio",
            "CPU time of a worker by wall time in its last second.",
            lambda tally: tally.cpu_ratio,
        )
        yield self._by_worker(
            "siaga_generator_ledger_unsynced_seconds",
            "Longest time that a record of a worker's ledger waited for the disk in its last second.",
            lambda tally: tally.unsynced_s,
        )
        yield GaugeMetricFamily(
            "siaga_workers_present",
            "Workers that have told what they counted, no more than a few seconds behind the others.",
            value=len(self._totals.present),
        )
        yield GaugeMetricFamily(
            "siaga_workers_closed",
            "Workers that have written all they had to write.",
            value=len(self._totals.closed),
        )

    def _by_worker(self, name: str, text: str, value: Callable[[Tally], float | None]) -> Metric:
        family = GaugeMetricFamily(name, text, labels=["worker"])
        for rank, tally in sorted(self._totals.present.items()):
            if (measured := value(tally)) is not None:
                family.add_metric([str(rank)], measured)
        return family

    def _run(self) -> Metric:
        family = InfoMetricFamily("siaga_run", "The run that is going on.")
        if self._folder.run.exists():
            record = RunRecord.read(self._folder.run)
            family.add_metric([], {"run": record.run_id, "scenario": record.scenario})
        return family

    def _planned(self) -> int:
        plan = self._totals.plan
        if plan is None:
            return 0
        return sum(plan.planned[: max(int(self._wall() - plan.t0_s), 0)])
