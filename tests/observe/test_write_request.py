"""Claims about a remote write: all series of the page are in it, and native histograms, too."""

from typing import Any

from prometheus_client.core import CounterMetricFamily, Metric

from siaga.observe.native import LatencyFamily
from siaga.observe.protobuf import written
from siaga.observe.write_request import write_request
from tests.observe.test_native import of


def read(*families: Metric, **labels: str) -> list[Any]:
    """Write families as of 12.345 s, and read the series of it."""
    request = write_request(families, labels, 12.345)
    return list(written()["WriteRequest"].FromString(request).timeseries)


def test_every_sample_is_a_series_with_its_labels_in_order() -> None:
    """By name, as a receiver demands; what is given to all goes before what a series has itself."""
    counter = CounterMetricFamily("joins", "Joins.", labels=["result", "job"])
    counter.add_metric(["given", "theirs"], 3)
    (one,) = read(counter, job="siaga", run="gate-1")
    assert [(label.name, label.value) for label in one.labels] == [
        ("__name__", "joins_total"),
        ("job", "siaga"),
        ("result", "given"),
        ("run", "gate-1"),
    ]
    assert [(sample.value, sample.timestamp) for sample in one.samples] == [(3, 12_345)]


def test_latencies_are_a_native_histogram_beside_the_classic_series() -> None:
    """Under the name of the family, which no classic series has."""
    family = LatencyFamily("latency", "How long.", ["step"])
    family.add(["join"], of(1.0, 1.0, 4.0))
    *classic, native = read(family, run="gate-1")
    assert {one.labels[0].value for one in classic} == {
        "latency_bucket",
        "latency_count",
        "latency_sum",
    }
    assert [(one.name, one.value) for one in native.labels] == [
        ("__name__", "latency"),
        ("run", "gate-1"),
        ("step", "join"),
    ]
    (told,) = native.histograms
    assert (told.count_int, told.schema, told.timestamp) == (3, 4, 12_345)
    assert [(one.offset, one.length) for one in told.positive_spans] == [(0, 1), (31, 1)]
    assert list(told.positive_deltas) == [2, -1]
