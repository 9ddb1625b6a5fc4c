"""Each metric says what it should, and the documentation says what there is."""

import re
from enum import Enum
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from mock_site import VERSION
from mock_site.defects import Defect
from mock_site.journey_metrics import LogInLabel, SettledLabel, StepLabel
from mock_site.layers import Layers, Profile
from mock_site.metrics import AccountLabel, JoinLabel, Metrics, RouteMetrics
from mock_site.protection.waiting_room.room_metrics import RoomMetrics
from mock_site.seat_bank import SeatBank
from mock_site.settings import Preset, Settings
from mock_site.store.hold import HoldResult
from mock_site.store.progress import Step, StepResult
from mock_site.store.records import JoinResult
from mock_site.store.store_load import StoreLoad
from mock_site.testing import SetClock, SiteInProcess

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"


@pytest.fixture
def registry() -> CollectorRegistry:
    """Give an empty registry."""
    return CollectorRegistry()


@pytest.fixture
def metrics(registry: CollectorRegistry) -> Metrics:
    """Give the metrics of a site of three processes that started at a known time."""
    settings = Settings(
        store="sqlite:///unused",
        processes=3,
        preset=Preset.PRODUCTION,
        layers=Layers(profile=Profile.NAIVE),
        defects=frozenset({Defect.CSRF_OFF, Defect.LATE_ACCEPTANCE}),
    )
    return Metrics(registry, settings, SetClock(1_234.5))


def test_a_site_says_what_it_is_and_when_it_started(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    """Version, preset, processes, what is wrong with it, and start are there from the first moment."""
    assert metrics is not None
    labels = {
        "version": VERSION,
        "preset": "production",
        "processes": "3",
        "profile": "naive",
        "defects": "late-acceptance,csrf-off",
    }
    assert registry.get_sample_value("site_build_info", labels) == 1
    (shown,) = [one for one in registry.collect() if one.name == "site_configuration_info"]
    assert [(len(one.labels["hash"]), one.value) for one in shown.samples] == [(8, 1)]
    assert registry.get_sample_value("site_process_start_time_seconds") == 1_234.5
    assert registry.get_sample_value("site_rate_limits_info", {"counted_by": "process"}) == 1


def test_commits_are_measured_by_size_and_time(registry: CollectorRegistry, metrics: Metrics) -> None:
    """Both histograms take each commit."""
    metrics.committed(operations=40, duration_s=0.004)
    metrics.committed(operations=2, duration_s=0.2)
    values = {
        name: registry.get_sample_value(name)
        for name in (
            "site_commit_batch_operations_sum",
            "site_commit_batch_operations_count",
            "site_commit_duration_seconds_count",
        )
    }
    assert values == {
        "site_commit_batch_operations_sum": 42,
        "site_commit_batch_operations_count": 2,
        "site_commit_duration_seconds_count": 2,
    }
    assert registry.get_sample_value("site_commit_duration_seconds_sum") == pytest.approx(0.204)
    assert registry.get_sample_value("site_commit_batch_operations_bucket", {"le": "5.0"}) == 1


def test_what_is_asked_of_the_store_is_shown_as_it_says(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    """Nothing before it was asked."""

    def shown() -> list[float | None]:
        """Give what the page shows."""
        of = {
            "site_store_readers": ("in_use", "waiting", "most"),
            "site_store_writes": ("waiting", "most"),
        }
        pairs = [(name, state) for name, states in of.items() for state in states]
        return [registry.get_sample_value(name, {"state": state}) for name, state in pairs]

    assert shown() == [0, 0, 0, 0, 0]
    metrics.store_load(
        StoreLoad(
            readers_in_use=3, readers_waiting=2, readers_most=4, writes_waiting=5, writes_most=2_000
        )
    )
    assert shown() == [3, 2, 4, 5, 2_000]


def test_an_answer_is_counted_by_its_class_and_timed(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    """A status becomes its class, an unknown method OTHER."""
    route = RouteMetrics(metrics, "/x", ["GET"])
    route.answered("GET", 204, 0.02)
    route.answered("GET", 503, 0.03)
    route.answered("BREW", 418, 0.04)
    counted = {
        labels: registry.get_sample_value(
            "site_http_requests_total",
            {"route": "/x", "method": labels[0], "status": labels[1]},
        )
        for labels in (("GET", "2xx"), ("GET", "5xx"), ("GET", "4xx"), ("OTHER", "4xx"))
    }
    assert counted == {
        ("GET", "2xx"): 1,
        ("GET", "5xx"): 1,
        ("GET", "4xx"): 0,
        ("OTHER", "4xx"): 1,
    }
    total_s = registry.get_sample_value("site_http_request_duration_seconds_sum", {"route": "/x"})
    assert total_s == pytest.approx(0.09)


def test_the_worst_lag_is_shown_as_reported(registry: CollectorRegistry, metrics: Metrics) -> None:
    """The gauge shows what it was set to."""
    metrics.loop_lag.set(0.25)
    assert registry.get_sample_value("site_event_loop_lag_seconds") == 0.25


@pytest.mark.parametrize(
    ("name", "results"),
    [
        ("site_joins_total", [*JoinResult, *JoinLabel]),
        ("site_holds_total", [*HoldResult, *JoinLabel]),
        ("site_accounts_total", [*AccountLabel]),
        ("site_log_ins_total", [*LogInLabel]),
        ("site_settled_total", [*SettledLabel]),
    ],
)
def test_every_result_is_there_before_it_happens(
    registry: CollectorRegistry,
    metrics: Metrics,
    name: str,
    results: list[Enum],
) -> None:
    """A series that is 0 from the start has a rate; one that appears later has none."""
    assert metrics is not None
    values = [registry.get_sample_value(name, {"result": result.value}) for result in results]
    assert values == [0] * len(results)


def test_every_step_is_there_before_it_is_taken(registry: CollectorRegistry, metrics: Metrics) -> None:
    """With every result that it may have."""
    assert metrics is not None
    values = [
        registry.get_sample_value("site_steps_total", {"step": step.value, "result": result.value})
        for step in Step
        for result in (*StepResult, *StepLabel)
    ]
    assert values == [0] * len(Step) * (len(StepResult) + len(StepLabel))


async def test_the_metrics_page_is_prometheus_text(site: SiteInProcess) -> None:
    """The page parses, and counts what has just happened."""
    async with site.client.get("/") as answer:
        assert answer.status == 200
    async with site.client.get("/metrics") as answer:
        assert answer.content_type == "text/plain"
        families = {one.name: one for one in text_string_to_metric_families(await answer.text())}
    homes = [
        sample.value
        for sample in families["site_http_requests"].samples
        if sample.labels == {"route": "/", "method": "GET", "status": "2xx"}
    ]
    assert homes[0] == 1
    # The page is shown after one tick at least.
    assert families["process_cpu_seconds"].type == "counter"
    assert families["site_event_loop_lag_seconds"].type == "gauge"


def test_every_metric_is_documented_and_every_documented_metric_exists(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    """Name and type on the page are name and type in the registry."""
    assert metrics is not None
    registry.register(SeatBank())
    registry.register(RoomMetrics())
    exported = {
        family.name + ("_total" if family.type == "counter" else ""): family.type
        for family in registry.collect()
    }
    rows = re.findall(r"^\| `((?:site|process)_\w+)` \| (\w+)", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(exported.items())


def test_every_label_value_of_a_result_is_documented() -> None:
    """The closed sets on the page are the closed sets in the code."""
    page = PAGE.read_text("utf-8")
    for name, results in (
        ("site_joins_total", [*JoinResult, *JoinLabel]),
        ("site_accounts_total", [*AccountLabel]),
        ("site_steps_total", [*StepResult, *StepLabel]),
        ("site_log_ins_total", [*LogInLabel]),
        ("site_settled_total", [*SettledLabel]),
    ):
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}`"))
        labels = row.split("|")[3].partition("`result`:")[2]
        assert set(re.findall(r"`(\w+)`", labels)) == {result.value for result in results}
