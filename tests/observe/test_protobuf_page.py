"""Claims about the protobuf page: its reader finds all that the page of text has, and more."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest
from google.protobuf.proto import parse_length_prefixed
from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from siaga.observe.native import LatencyFamily
from siaga.observe.protobuf import exposed
from siaga.observe.protobuf_page import is_asked, page
from tests.observe.test_native import of

ASKED = (
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,"
    "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)
"""What a Prometheus says that takes native histograms."""


class Told(Collector):
    """A collector that tells what a test says."""

    def __init__(self, *families: Metric) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """Give the families."""
        return self._families


def read(*families: Metric) -> list[Any]:
    """Write families as a page, and read the messages of it."""
    registry = CollectorRegistry()
    registry.register(Told(*families))
    return list(_messages(BytesIO(page(registry))))


def _messages(written: BytesIO) -> Iterator[Any]:
    while (message := parse_length_prefixed(exposed()["MetricFamily"], written)) is not None:
        yield message


def test_each_kind_of_metric_is_told_under_the_name_that_its_series_has() -> None:
    """A counter is a `_total`, an information a gauge that is 1."""
    counter = CounterMetricFamily("joins", "Joins.", labels=["result"])
    counter.add_metric(["given"], 3)
    gauge = GaugeMetricFamily("inside", "Visitors inside.", value=2.5)
    told = InfoMetricFamily("run", "The run.", value={"scenario": "gate"})
    odd = Metric("odd", "Of no kind.", "unknown")
    odd.add_sample("odd", {}, 7)
    found = read(counter, gauge, told, odd)
    assert [(one.name, one.type, one.help) for one in found] == [
        ("joins_total", 0, "Joins."),
        ("inside", 1, "Visitors inside."),
        ("run_info", 1, "The run."),
        ("odd", 3, "Of no kind."),
    ]
    joins, inside, run, unknown = (one.metric[0] for one in found)
    assert (joins.counter.value, joins.label[0].name, joins.label[0].value) == (3, "result", "given")
    assert (inside.gauge.value, list(inside.label)) == (2.5, [])
    assert (run.gauge.value, run.label[0].value) == (1, "gate")
    assert unknown.untyped.value == 7


def test_latencies_are_told_as_a_classic_and_as_a_native_histogram() -> None:
    """Both hold the same latencies."""
    family = LatencyFamily("latency", "How long.", ["step"])
    family.add(["home"], of(0.5))
    family.add(["join"], of(1.0, 1.0, 4.0))
    (found,) = read(family)
    assert (found.name, found.type) == ("latency", 4)
    home, join = (one.histogram for one in found.metric)
    assert [one.label[0].value for one in found.metric] == ["home", "join"]
    assert (home.sample_count, home.positive_span[0].offset) == (1, -16)
    assert (join.sample_count, join.schema, list(join.positive_delta)) == (3, 4, [2, -1])
    assert [(one.offset, one.length) for one in join.positive_span] == [(0, 1), (31, 1)]
    up_to = {one.upper_bound: one.cumulative_count for one in join.bucket}
    assert (up_to[0.5], up_to[1.0], up_to[5.0], up_to[float("inf")]) == (0, 2, 3, 3)
    assert join.sample_sum == pytest.approx(6.0, rel=1e-3)


def test_a_histogram_without_a_native_one_is_told_as_it_is() -> None:
    """It has no schema, by which a reader knows."""
    family = HistogramMetricFamily("wait", "How long.", buckets=[("1.0", 1), ("+Inf", 2)], sum_value=9)
    ((one,),) = (found.metric for found in read(family))
    assert (one.histogram.sample_count, one.histogram.sample_sum) == (2, 9)
    assert not one.histogram.HasField("schema")


def test_a_family_is_on_the_wire_as_the_format_has_it() -> None:
    """Byte for byte: its length, name (1), help (2), type (3), and a metric (4) with a gauge (2)."""
    registry = CollectorRegistry()
    registry.register(Told(GaugeMetricFamily("up", "Is it?", value=1)))
    one = bytes.fromhex("0a 02") + b"up" + bytes.fromhex("12 06") + b"Is it?" + bytes.fromhex("18 01")
    metric = bytes.fromhex("22 0b 12 09 09 00 00 00 00 00 00 f0 3f")
    assert page(registry) == bytes([len(one + metric)]) + one + metric


@pytest.mark.parametrize(
    ("accept", "asked"),
    [
        (ASKED, True),
        ("application/vnd.google.protobuf; encoding=delimited", True),
        ("", False),
        ("text/plain", False),
        ("application/vnd.google.protobuf;encoding=text", False),
        ("text/plain," + ASKED, False),
    ],
)
def test_it_is_written_for_who_asks_for_it_first(accept: str, *, asked: bool) -> None:
    """Whoever would rather have text gets text."""
    assert is_asked(accept) is asked
