"""The Slot: one value that a request carries, and the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from siaga.draft.exchange import Exchange

_ORDINARY = frozenset({
    "accept", "accept-charset", "accept-encoding", "accept-language", "alt-used", "authority",
    "cache-control", "connection", "content-length", "content-type", "cookie", "dnt", "expect",
    "forwarded", "host", "if-modified-since", "if-none-match", "keep-alive", "origin", "pragma",
    "priority", "purpose", "range", "referer", "save-data", "te", "traceparent", "tracestate",
    "baggage", "sentry-trace", "newrelic", "upgrade", "upgrade-insecure-requests", "user-agent",
    "via", "x-requested-with", "x-client-data",
})  # fmt: skip
"""Headers that a browser or a telemetry sends by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One value.

    Attributes:
        place: `path`, `query`, `form`, `json` or `header`.
        name: of the field; empty where it has none.
        parent: of what has the field: the part of a path before it, the key of an object.
        value: as text.
        kind: type of the input of a page; empty if it stands on none.
        offered: what the page offers to choose from.
        told: whether the parent may be written.
    """

    place: str
    name: str
    value: str
    parent: str = ""
    kind: str = ""
    offered: tuple[str, ...] = ()
    told: bool = True


def slots_of(asked: Exchange) -> Iterator[Slot]:
    """List everything that a request carries and that a person or an answer may have given."""
    parts = asked.url.path.split("/")
    for number, part in enumerate(parts[1:], 1):
        if part:
            yield Slot(place="path", name="", parent=unquote(parts[number - 1]), value=unquote(part))
    for key, value in parse_qsl(asked.url.query, keep_blank_values=True):
        yield Slot(place="query", name=key, value=value)
    for key, value in asked.body.fields:
        yield Slot(place="form", name=key, value=value)
    yield from _leaves(asked.body.json, "", "")
    for key, value in own_headers(asked):
        yield Slot(place="header", name=key, value=value)


def own_headers(asked: Exchange) -> list[tuple[str, str]]:
    """Give the headers that no browser sends by itself."""
    return [
        (key, value)
        for key, value in asked.headers
        if key not in _ORDINARY and not key.startswith(("sec-", "x-b3-", "x-datadog-", "cf-", "proxy-"))
    ]


def names_of(asked: Exchange) -> Iterator[str]:
    """List what a request calls its values."""
    yield from (key for key, _ in parse_qsl(asked.url.query, keep_blank_values=True))
    yield from (key for key, _ in asked.body.fields)
    yield from (one.name for one in asked.body.files)
    yield from _keys(asked.body.json)


def _leaves(content: Any, name: str, parent: str) -> Iterator[Slot]:  # noqa: ANN401 - any JSON
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _leaves(value, str(key), name)
    elif isinstance(content, list):
        for value in content:
            yield from _leaves(value, name, parent)
    elif content is not None and not isinstance(content, bool):
        yield Slot(place="json", name=name, parent=parent, value=str(content))


def _keys(content: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(content, dict):
        for key, value in content.items():
            yield str(key)
            yield from _keys(value)
    elif isinstance(content, list):
        for value in content:
            yield from _keys(value)
