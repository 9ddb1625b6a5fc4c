"""The Resources of a site: what it can run out of, each read from the series by which it tells."""

from collections.abc import Callable, Iterator

from siaga.capacity.glass import Glass
from siaga.capacity.reading import Reading
from siaga.judge.amount import number, seconds, share

LAG_S = 0.25
"""Lateness of an event loop, at its worst in a second, from which on it serves nobody in time."""

TURNED_AWAY = 0.01
"""Share of what was asked for from which on a limit turns people away, and not one by chance."""

_REFUSED = ("limited", "held_off", "bulkhead_full", "breaker_open")
"""Ends of a call to a neighbour that had no room for it, or of which the site knew as much."""


def readings(glass: Glass) -> tuple[Reading, ...]:
    """Give how much was used of everything that the site tells of; none where it tells of nothing."""
    found = (look(glass) for look in _LOOKS)
    return (*(one for one in found if one is not None), *_pools(glass), *_neighbours(glass))


def _cpu(glass: Glass) -> Reading | None:
    """Read the CPU time that Prometheus' client libraries tell of, whatever site it is."""
    value = glass.rate_per_s("process_cpu_seconds_total")
    if value is None:
        return None
    if glass.cores is None:
        text = f"{number(value)} cores; how many there are is not known"
        return Reading(name="CPU", value=value, limit=None, text=text)
    text = f"{number(value)} of {glass.cores} core{'s' if glass.cores > 1 else ''}"
    return Reading(name="CPU", value=value, limit=float(glass.cores), text=text)


def _descriptors(glass: Glass) -> Reading | None:
    """Read the descriptors that Prometheus' client libraries tell of, whatever site it is."""
    limit = glass.mean("process_max_fds")
    value = glass.mean("process_open_fds")
    if not limit or value is None:
        return None
    text = f"{number(value)} of {number(limit)} open"
    return Reading(name="descriptors", value=value, limit=limit, text=text)


def _loop(glass: Glass) -> Reading | None:
    value = glass.quantile("site_event_loop_lag_seconds", 0.5)
    if value is None:
        return None
    text = f"{seconds(value)} late in half of the seconds, {seconds(LAG_S)} is too much"
    return Reading(name="event loop", value=value, limit=LAG_S, text=text)


def _workbench(glass: Glass) -> Reading | None:
    limit = glass.mean("site_capacity_per_second")
    value = glass.rate_per_s("site_capacity_served_total")
    if not limit or value is None:
        return None
    text = f"{number(value)} of {number(limit)} requests a second"
    return Reading(name="configured capacity", value=value, limit=limit, text=text)


def _admission(glass: Glass) -> Reading | None:
    limit = glass.mean("site_admission_limit")
    value = glass.mean("site_http_requests_in_flight")
    if not limit or value is None:
        return None
    text = f"{number(value)} requests under way or waiting, {number(limit)} let in at once"
    return Reading(name="admission limit", value=value, limit=limit, text=text)


def _commit(glass: Glass) -> Reading | None:
    value = glass.rate_per_s("site_commit_duration_seconds_sum")
    if value is None:
        return None
    writes = glass.rate_per_s("site_commit_batch_operations_sum") or 0.0
    commits = glass.rate_per_s("site_commit_batch_operations_count") or 0.0
    batch = f", {number(writes / commits)} writes each" if commits else ""
    if glass.processes is None:
        text = f"{number(value)} transactions under way, of how many processes is not known{batch}"
        return Reading(name="commit", value=value, limit=None, text=text)
    # Each process has a writer of its own, which may wait for the others.
    text = f"a transaction under way {share(value / glass.processes)} of the time{batch}"
    return Reading(name="commit", value=value, limit=float(glass.processes), text=text)


def _store_pool(glass: Glass) -> Reading | None:
    return _pool(glass, "store pool", "site_store_readers", "connections that read in use")


def _door(glass: Glass) -> Reading | None:
    value = glass.rate_per_s("site_queue_tickets_total", event="admitted")
    limit = glass.most_admitted_per_s
    if not limit or value is None:
        return None
    text = f"{number(value)} of {number(limit)} let in a second"
    return Reading(name="waiting room", value=value, limit=limit, text=text)


def _connections(glass: Glass) -> Reading | None:
    value = glass.mean("site_connections")
    if not glass.connections or value is None:
        return None
    text = f"{number(value)} of {glass.connections} open"
    return Reading(name="connections", value=value, limit=float(glass.connections), text=text)


def _rate_limits(glass: Glass) -> Reading | None:
    asked = glass.rate_per_s("site_http_requests_total")
    value = glass.rate_per_s("site_rejections_total", layer="rate-limits")
    return _turned_away("rate limits", value, asked)


_LOOKS: tuple[Callable[[Glass], Reading | None], ...] = (
    _cpu,
    _descriptors,
    _loop,
    _workbench,
    _admission,
    _commit,
    _store_pool,
    _door,
    _connections,
    _rate_limits,
)


def _pools(glass: Glass) -> Iterator[Reading]:
    """Read of each neighbour how many places for calls to it are taken, if it has a number of them."""
    name = "site_neighbour_places"
    for neighbour in glass.labels(name, "neighbour"):
        said = f"{neighbour.replace('_', ' ')} pool"
        reading = _pool(glass, said, name, "places for calls taken", neighbour=neighbour)
        if reading is not None:
            yield reading


def _pool(glass: Glass, name: str, series: str, what: str, **labels: str) -> Reading | None:
    limit = glass.mean(series, {**labels, "state": "most"})
    value = glass.mean(series, {**labels, "state": "in_use"})
    if not limit or value is None:
        return None
    text = f"{number(value)} of {number(limit)} {what}"
    return Reading(name=name, value=value, limit=limit, text=text)


def _neighbours(glass: Glass) -> Iterator[Reading]:
    """Read of each neighbour how many calls found no room there."""
    name = "site_neighbour_calls_total"
    for neighbour in glass.labels(name, "neighbour"):
        asked = glass.rate_per_s(name, neighbour=neighbour)
        refused = (glass.rate_per_s(name, neighbour=neighbour, result=one) for one in _REFUSED)
        value = sum(one or 0.0 for one in refused)
        reading = _turned_away(f"{neighbour.replace('_', ' ')} limit", value, asked)
        if reading is not None:
            yield reading


def _turned_away(name: str, value: float | None, asked: float | None) -> Reading | None:
    if value is None or asked is None:
        return None
    ratio = value / asked if asked else 0.0
    text = f"{share(ratio)} turned away, of {number(asked)} a second"
    return Reading(name=name, value=ratio, limit=TURNED_AWAY, text=text)
