"""The WriteRequest: every series that is registered, at one instant, as a remote write has it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prometheus_client.core import Metric
from prometheus_client.samples import NativeHistogram

from siaga.observe.native import LatencyFamily
from siaga.observe.protobuf import written

NAME = "__name__"


def write_request(families: Iterable[Metric], labels: Mapping[str, str], at_s: float) -> bytes:
    """Write the series of metrics; latencies are told as classic and as native histograms.

    Args:
        families: the metrics.
        labels: what every series gets beside its own labels; they give way to these.
        at_s: the instant, Unix seconds.
    """
    at_ms = round(at_s * 1000)
    series = [one for family in families for one in _series(family, labels, at_ms)]
    request: bytes = written()["WriteRequest"](timeseries=series).SerializeToString()
    return request


def _series(family: Metric, labels: Mapping[str, str], at_ms: int) -> Iterator[Any]:
    kinds = written()
    for one in family.samples:
        named = {**one.labels, **labels, NAME: one.name}
        sample = kinds["Sample"](value=one.value, timestamp=at_ms)
        yield kinds["TimeSeries"](labels=_sorted(named), samples=[sample])
    if isinstance(family, LatencyFamily):
        for values, histogram in family.natives.items():
            own = dict(zip(family.label_names, values, strict=True))
            named = {**own, **labels, NAME: family.name}
            told = _histogram(histogram, at_ms)
            yield kinds["TimeSeries"](labels=_sorted(named), histograms=[told])


def _sorted(labels: Mapping[str, str]) -> list[Any]:
    """Give labels in the order of their names, which a receiver demands."""
    return [written()["Label"](name=name, value=value) for name, value in sorted(labels.items())]


def _histogram(native: NativeHistogram, at_ms: int) -> Any:  # noqa: ANN401 - made at run time
    kinds = written()
    return kinds["Histogram"](
        count_int=int(native.count_value),
        sum=native.sum_value,
        schema=native.schema,
        zero_threshold=native.zero_threshold,
        zero_count_int=int(native.zero_count),
        positive_spans=[
            kinds["BucketSpan"](offset=one.offset, length=one.length) for one in native.pos_spans or ()
        ],
        positive_deltas=native.pos_deltas or (),
        timestamp=at_ms,
    )
