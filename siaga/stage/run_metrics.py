"""The RunMetrics: how far a run is, what harms its site, what was promised and read, for Prometheus."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from siaga.ledger.outcome import Outcome
from siaga.observe.tail import LineTail, facts
from siaga.record.fault_span import FaultSpan
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.roll.reading import Reading
from siaga.scenario.load import load

STAGES = ("preparing", "sending", "reading", "judged")
"""The stages of a run, in order: until the first phase is fixed, until sending has ended, until the
verdict is written, and from then on."""


class RunMetrics(Collector):
    """The metrics of one run, read from its folder.

    `look` is called often by one thread and `collect` by those that answer scrapes.

    Args:
        folder: the run; its scenario has been written.

    Raises:
        UsageError: the scenario of the folder is missing or refused.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._limits = load(folder.scenario).evidence
        self._lock = threading.Lock()
        self._faults = _Faults(folder.faults)
        self._promises = _Promises(folder)
        self._readings = _Readings(folder.roll_reads)

    def look(self) -> None:
        """Take in what was written since the last look."""
        with self._lock:
            self._faults.look()
            self._promises.look()
            self._readings.look()

    def collect(self) -> list[Metric]:
        """Give every metric as it is now; see docs/metrics.md for each one's meaning."""
        with self._lock:
            return [
                self._stage(),
                *self._faults.metrics(),
                *self._promises.metrics(),
                self._readings.metric(),
                *self._generator(),
            ]

    def _stage(self) -> Metric:
        family = GaugeMetricFamily(
            "siaga_run_stage", "1 for the stage that the run is in, 0 for the others.", labels=["stage"]
        )
        stage = stage_of(self._folder)
        for one in STAGES:
            family.add_metric([one], float(one == stage))
        return family

    def _generator(self) -> Iterator[Metric]:
        planned = 0
        with suppress(OSError, ValueError):
            planned = PlanRecord.read(self._folder.plan).workers
        yield GaugeMetricFamily(
            "siaga_workers_planned", "Workers that share the plan; 0 until there is one.", value=planned
        )
        yield GaugeMetricFamily(
            "siaga_generator_loop_lag_limit_seconds",
            "Delay of a worker's event loop beyond which the generator counts as saturated.",
            value=self._limits.loop_lag_s,
        )
        yield GaugeMetricFamily(
            "siaga_generator_cpu_limit_ratio",
            "Share of a core beyond which the generator counts as saturated.",
            value=self._limits.cpu,
        )


def stage_of(folder: RunFolder) -> str:
    """Give the stage that a run is in, one of `STAGES`."""
    if folder.verdict.exists():
        return "judged"
    with suppress(OSError, ValueError):
        if RunRecord.read(folder.run).ended_at:
            return "reading"
    return "sending" if folder.plan.exists() else "preparing"


class _Faults:
    """The faults of a run, those that have begun and those that are not healed yet."""

    def __init__(self, path: Path) -> None:
        self._tail = LineTail(path)
        self._spans: dict[tuple[str, str, float], FaultSpan] = {}

    def look(self) -> None:
        for fact in facts(self._tail):
            with suppress(ValueError):
                span = FaultSpan.from_json(fact)
                self._spans[span.kind, span.target, span.from_s] = span

    def metrics(self) -> Iterator[Metric]:
        active = GaugeMetricFamily(
            "siaga_faults_active", "Faults that harm the site at the moment.", labels=["kind"]
        )
        begun = CounterMetricFamily(
            "siaga_faults", "Faults that have begun, healed or not.", labels=["kind"]
        )
        for kind in sorted({span.kind for span in self._spans.values()}):
            of_kind = [span for span in self._spans.values() if span.kind == kind]
            active.add_metric([kind], sum(span.until_s is None for span in of_kind))
            begun.add_metric([kind], len(of_kind))
        return iter((active, begun))


class _Promises:
    """What the ledgers of all workers hold."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._tails: dict[Path, LineTail] = {}
        self._ended = Counter({outcome.value: 0 for outcome in Outcome})
        self._begun = 0

    def look(self) -> None:
        for path in self._folder.ledgers():
            for fact in facts(self._tails.setdefault(path, LineTail(path))):
                self._begun += fact.get("e") == "invoke"
                if fact.get("e") == "complete" and fact.get("outcome") in self._ended:
                    self._ended[fact["outcome"]] += 1

    def metrics(self) -> Iterator[Metric]:
        ended = CounterMetricFamily(
            "siaga_promises", "Operations of the ledger that have ended, by how.", labels=["outcome"]
        )
        for outcome, number in self._ended.items():
            ended.add_metric([outcome], number)
        yield ended
        yield GaugeMetricFamily(
            "siaga_promises_open",
            "Operations of the ledger that have begun and not ended.",
            value=self._begun - self._ended.total(),
        )


class _Readings:
    """The readings of roll and notices that were taken."""

    def __init__(self, path: Path) -> None:
        self._tail = LineTail(path)
        self._readings: dict[str, Reading] = {}

    def look(self) -> None:
        for fact in facts(self._tail):
            with suppress(ValueError):
                reading = Reading.from_json(fact)
                self._readings[reading.name] = reading

    def metric(self) -> Metric:
        family = GaugeMetricFamily(
            "siaga_roll_entries", "Entries of each reading that was taken whole.", labels=["reading"]
        )
        for name, reading in sorted(self._readings.items()):
            if reading.whole:
                family.add_metric([name], reading.entries)
        return family
