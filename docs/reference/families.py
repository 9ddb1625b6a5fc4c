"""The Families of metrics: those of a run in which nothing has happened, and those of the built-in site."""

import tempfile
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric

from mock_site.metrics import Metrics
from mock_site.seat_bank import SeatBank
from mock_site.settings import Settings
from siaga import bundle
from siaga.observe.exporter import Scrapes
from siaga.observe.generator_metrics import GeneratorMetrics
from siaga.observe.remote_write import RemoteWrite
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import dump, load
from siaga.stage.run_metrics import RunMetrics
from siaga.stage.verdict_metrics import VerdictMetrics


def families_of_a_run() -> list[Metric]:
    """Give every family that a run exports."""
    with tempfile.TemporaryDirectory() as path:
        folder, scenario = RunFolder(Path(path)), load(bundle.scenario("gate"))
        folder.scenario.write_text(dump(scenario), encoding="utf-8")
        collectors = (
            GeneratorMetrics(folder, lambda: 0.0),
            RunMetrics(folder),
            VerdictMetrics(folder, scenario.objectives, dict),
            Scrapes(lambda: 0.0),
            RemoteWrite("http://127.0.0.1", "", 1.0),
        )
        return [family for one in collectors for family in one.collect()]


def families_of_the_site() -> list[Metric]:
    """Give every family that the built-in site shows."""
    registry = CollectorRegistry()
    Metrics(registry, Settings(store="sqlite:///unused"), lambda: 0.0)
    return [*registry.collect(), *SeatBank().collect()]
