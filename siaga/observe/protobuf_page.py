"""The ProtobufPage: a page of metrics for a Prometheus that takes native histograms.

Messages of `io.prometheus.client.MetricFamily`, each after its length, as Prometheus asks for with its
feature `native-histograms`. Formats of text have no way to write such a histogram.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any, Final

from google.protobuf.proto import serialize_length_prefixed
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from prometheus_client.samples import NativeHistogram, Sample

from siaga.observe.native import LatencyFamily
from siaga.observe.protobuf import exposed

CONTENT_TYPE: Final = (
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
)
COUNTER, GAUGE, UNTYPED, HISTOGRAM = 0, 1, 3, 4
"""Numbers of the types of a family."""

_FIELDS: Final = {COUNTER: "counter", GAUGE: "gauge", UNTYPED: "untyped"}
_TYPES: Final = {"counter": COUNTER, "gauge": GAUGE, "info": GAUGE}


def is_asked(accept: str) -> bool:
    """Tell whether an `Accept` header asks for such a page before all others."""
    first = accept.partition(",")[0].replace(" ", "").lower()
    return first.startswith("application/vnd.google.protobuf") and "encoding=delimited" in first


def page(registry: CollectorRegistry) -> bytes:
    """Write all that is registered."""
    written = BytesIO()
    for family in registry.collect():
        for message in _families(family):
            serialize_length_prefixed(message, written)
    return written.getvalue()


def _families(family: Metric) -> Iterator[Any]:
    if family.type == "histogram":
        yield _family(family, family.name, HISTOGRAM, list(_histograms(family)))
        return
    kind = _TYPES.get(family.type, UNTYPED)
    for name, samples in groupby(family.samples, lambda one: one.name):
        yield _family(family, name, kind, [_metric(one, kind) for one in samples])


def _family(family: Metric, name: str, kind: int, metrics: Sequence[Any]) -> Any:  # noqa: ANN401 - made at run time
    return exposed()["MetricFamily"](name=name, help=family.documentation, type=kind, metric=metrics)


def _metric(sample: Sample, kind: int) -> Any:  # noqa: ANN401 - made at run time
    value = exposed()["Value"](value=sample.value)
    return exposed()["Metric"](label=_labels(sample.labels), **{_FIELDS[kind]: value})


def _histograms(family: Metric) -> Iterator[Any]:
    natives = family.natives if isinstance(family, LatencyFamily) else {}
    for labels, samples in groupby(family.samples, _without_bound):
        histogram = _classic(family.name, list(samples))
        native = natives.get(tuple(dict(labels).values()))
        if native is not None:
            _add(histogram, native)
        yield exposed()["Metric"](label=_labels(dict(labels)), histogram=histogram)


def _classic(name: str, samples: Sequence[Sample]) -> Any:  # noqa: ANN401 - made at run time
    bucket = exposed()["Bucket"]
    bounds = [one for one in samples if one.name == f"{name}_bucket"]
    sums = [one.value for one in samples if one.name == f"{name}_sum"]
    return exposed()["Histogram"](
        sample_count=int(bounds[-1].value),
        sample_sum=sum(sums),
        bucket=[
            bucket(cumulative_count=int(one.value), upper_bound=float(one.labels["le"]))
            for one in bounds
        ],
    )


def _add(histogram: Any, native: NativeHistogram) -> None:  # noqa: ANN401 - made at run time
    span = exposed()["BucketSpan"]
    histogram.schema = native.schema
    histogram.zero_threshold = native.zero_threshold
    histogram.zero_count = int(native.zero_count)
    spans = native.pos_spans or ()
    histogram.positive_span.extend(span(offset=one.offset, length=one.length) for one in spans)
    histogram.positive_delta.extend(native.pos_deltas or ())


def _without_bound(sample: Sample) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in sample.labels.items() if name != "le")


def _labels(labels: dict[str, str]) -> list[Any]:
    pair = exposed()["LabelPair"]
    return [pair(name=name, value=value) for name, value in labels.items()]
