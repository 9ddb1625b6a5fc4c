"""Protobuf: the messages in which Prometheus hears of metrics, made when they are first asked for.

Numbers and types of the fields are those of `io.prometheus.client` (prometheus/client_model) and of
`prometheus.WriteRequest` (prometheus/prometheus, prompb), of which siaga needs a part.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

PACKAGE = "siaga"
Fields = Mapping[str, tuple[int, str]]

EXPOSED: Mapping[str, Fields] = {
    "LabelPair": {"name": (1, "string"), "value": (2, "string")},
    "Value": {"value": (1, "double")},
    "Bucket": {"cumulative_count": (1, "uint64"), "upper_bound": (2, "double")},
    "BucketSpan": {"offset": (1, "sint32"), "length": (2, "uint32")},
    "Histogram": {
        "sample_count": (1, "uint64"),
        "sample_sum": (2, "double"),
        "bucket": (3, "*Bucket"),
        "schema": (5, "sint32"),
        "zero_threshold": (6, "double"),
        "zero_count": (7, "uint64"),
        "positive_span": (12, "*BucketSpan"),
        "positive_delta": (13, "*sint64"),
    },
    "Metric": {
        "label": (1, "*LabelPair"),
        "gauge": (2, "Value"),
        "counter": (3, "Value"),
        "untyped": (5, "Value"),
        "histogram": (7, "Histogram"),
    },
    "MetricFamily": {
        "name": (1, "string"),
        "help": (2, "string"),
        "type": (3, "int32"),
        "metric": (4, "*Metric"),
    },
}
"""What a page is made of: number and type of each field, `*` before that of a list.

Gauge, Counter and Untyped are the same on the wire, a `Value`; so are an enumeration and an int32."""

WRITTEN: Mapping[str, Fields] = {
    "Label": {"name": (1, "string"), "value": (2, "string")},
    "Sample": {"value": (1, "double"), "timestamp": (2, "int64")},
    "BucketSpan": {"offset": (1, "sint32"), "length": (2, "uint32")},
    "Histogram": {
        "count_int": (1, "uint64"),
        "sum": (3, "double"),
        "schema": (4, "sint32"),
        "zero_threshold": (5, "double"),
        "zero_count_int": (6, "uint64"),
        "positive_spans": (11, "*BucketSpan"),
        "positive_deltas": (12, "*sint64"),
        "timestamp": (15, "int64"),
    },
    "TimeSeries": {"labels": (1, "*Label"), "samples": (2, "*Sample"), "histograms": (4, "*Histogram")},
    "WriteRequest": {"timeseries": (1, "*TimeSeries")},
}
"""What a remote write is made of; timestamps are milliseconds."""


@lru_cache(maxsize=1)
def exposed() -> Mapping[str, Any]:
    """Give the class of each message of a page, by name."""
    return _classes("exposed", EXPOSED)


@lru_cache(maxsize=1)
def written() -> Mapping[str, Any]:
    """Give the class of each message of a remote write, by name."""
    return _classes("written", WRITTEN)


def _classes(name: str, messages: Mapping[str, Fields]) -> Mapping[str, Any]:
    file = FileDescriptorProto(name=f"{name}.proto", package=f"{PACKAGE}.{name}", syntax="proto2")
    for message, fields in messages.items():
        file.message_type.append(DescriptorProto(name=message, field=_fields(file.package, fields)))
    pool = DescriptorPool()
    pool.Add(file)
    package = file.package
    return {one: GetMessageClass(pool.FindMessageTypeByName(f"{package}.{one}")) for one in messages}


def _fields(package: str, fields: Fields) -> list[FieldDescriptorProto]:
    return [_field(package, name, number, kind) for name, (number, kind) in fields.items()]


def _field(package: str, name: str, number: int, kind: str) -> FieldDescriptorProto:
    wanted = FieldDescriptorProto
    field = wanted(name=name, number=number, label=wanted.LABEL_OPTIONAL)
    if kind.startswith("*"):
        field.label = wanted.LABEL_REPEATED
    plain = kind.removeprefix("*")
    if plain[0].isupper():
        field.type, field.type_name = wanted.TYPE_MESSAGE, f".{package}.{plain}"
    else:
        field.type = wanted.Type.Value(f"TYPE_{plain.upper()}")
    return field
