"""The catalogue of metrics: every name that a run exports and that the built-in site shows."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric

from mock_site.metrics import Metrics
from mock_site.seat_bank import SeatBank
from mock_site.settings import Settings
from siaga.observe.exporter import Scrapes
from siaga.observe.generator_metrics import GeneratorMetrics
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import dump, loads
from siaga.stage.run_metrics import RunMetrics
from siaga.stage.verdict_metrics import VerdictMetrics
from tests.judge.hand_made import SCENARIO

_SUFFIXES = {"counter": ("_total",), "info": ("_info",), "histogram": ("_bucket", "_sum", "_count")}


def families_of_a_run() -> list[Metric]:
    """Give every family that a run exports, that of a folder in which nothing has happened."""
    with tempfile.TemporaryDirectory() as path:
        folder, scenario = RunFolder(Path(path)), loads(SCENARIO, "scenario.yaml")
        folder.scenario.write_text(dump(scenario), encoding="utf-8")
        verdict = VerdictMetrics(folder, scenario.objectives, dict)
        collectors = (
            GeneratorMetrics(folder, lambda: 0.0),
            RunMetrics(folder),
            verdict,
            Scrapes(lambda: 0.0),
        )
        return [family for one in collectors for family in one.collect()]


def families_of_the_site() -> list[Metric]:
    """Give every family that the built-in site shows."""
    registry = CollectorRegistry()
    Metrics(registry, Settings(store="sqlite:///unused"), lambda: 0.0)
    return [*registry.collect(), *SeatBank().collect()]


def names(families: Iterable[Metric]) -> set[str]:
    """Give the names as the tables of docs/metrics.md have them: a histogram by its own."""
    return {
        f"{one.name}{_SUFFIXES[one.type][0] if one.type in {'counter', 'info'} else ''}"
        for one in families
    }


def series(families: Iterable[Metric]) -> set[str]:
    """Give the names of the series that a query can ask for."""
    return {f"{one.name}{suffix}" for one in families for suffix in _SUFFIXES.get(one.type, ("",))}
