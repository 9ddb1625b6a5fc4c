"""A sight: one thing that sites say of themselves, under the names by which they are known to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from siaga.observe.growth import grown, times_s
from siaga.observe.series import Floats, Series, SeriesPoints
from siaga.report.watch import Trace, levels

MOST_PARTS = 4
"""Parts of a sight that are told apart; they are the largest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A series by which some sites say it.

    Attributes:
        name: of the series.
        labels: that it has to have; a value that ends in x stands for all that begin alike.
    """

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One thing to be seen.

    Attributes:
        name: unique.
        title: one line.
        series: by which it is said; the first that the site shows counts.
        how: "rate", per second; "sum" of what the series show, or "worst" of them.
        unit: of the values.
        by: the label whose values are told apart; empty where all are added up.
        ours: what the generator counted of the same: "sent", "failed", "late", "rejects" or nothing.
    """

    name: str
    title: str
    series: tuple[Named, ...]
    how: str
    unit: str = "count"
    by: str = ""
    ours: str = ""


SIGHTS = (
    Sight(
        name="site-requests",
        title="Requests per second, by the site's own count",
        series=(
            Named(name="site_http_requests_total"),
            Named(name="http_requests_total"),
            Named(name="http_server_request_duration_seconds_count"),
            Named(name="http_server_requests_seconds_count"),
            Named(name="http_request_duration_seconds_count"),
            Named(name="nginx_http_requests_total"),
        ),
        how="rate",
        ours="sent",
    ),
    Sight(
        name="site-errors",
        title="Answers 5xx per second, by the site's own count",
        series=(
            Named(name="site_http_requests_total", labels={"status": "5xx"}),
            Named(name="http_requests_total", labels={"status": "5xx"}),
            Named(name="http_requests_total", labels={"code": "5xx"}),
            Named(
                name="http_server_request_duration_seconds_count",
                labels={"http_response_status_code": "5xx"},
            ),
            Named(name="http_server_requests_seconds_count", labels={"status": "5xx"}),
        ),
        how="rate",
        ours="failed",
    ),
    Sight(
        name="site-rejections",
        title="Requests turned away per second, by layer",
        series=(Named(name="site_rejections_total"),),
        how="rate",
        by="layer",
        ours="rejects",
    ),
    Sight(
        name="site-in-flight",
        title="Requests in flight at the site",
        series=(
            Named(name="site_http_requests_in_flight"),
            Named(name="http_requests_in_flight"),
            Named(name="http_server_active_requests"),
            Named(name="nginx_connections_active"),
        ),
        how="sum",
    ),
    Sight(
        name="site-lag",
        title="Lateness of the site's event loop",
        series=(
            Named(name="site_event_loop_lag_seconds"),
            Named(name="nodejs_eventloop_lag_seconds"),
        ),
        how="worst",
        unit="s",
        ours="late",
    ),
    Sight(
        name="site-cpu",
        title="Processor cores that the site used",
        series=(Named(name="process_cpu_seconds_total"),),
        how="rate",
        unit="cores",
    ),
)


def seen(sight: Sight, series: Series) -> list[Trace]:
    """Give what a sight shows of a site; nothing where the site shows no such series."""
    points = next((found for one in sight.series if (found := _points(one, series))), [])
    if not points:
        return []
    if not sight.by:
        return [_trace("the site", points, sight.how, series)]
    parts: dict[str, list[SeriesPoints]] = {}
    for one in points:
        parts.setdefault(one.labels.get(sight.by, ""), []).append(one)
    all_of_them = [_trace(name, part, sight.how, series) for name, part in parts.items()]
    largest = sorted(all_of_them, key=lambda one: (-_total(one), one.label))
    return [one for one in largest if _total(one) > 0][:MOST_PARTS]


def _points(named: Named, series: Series) -> list[SeriesPoints]:
    exact = {key: value for key, value in named.labels.items() if not value.endswith("x")}
    classes = {key: value.rstrip("x") for key, value in named.labels.items() if key not in exact}
    return [
        one
        for one in series.points(named.name, exact)
        if all(one.labels.get(key, "").startswith(start) for key, start in classes.items())
    ]


def _trace(label: str, points: Sequence[SeriesPoints], how: str, series: Series) -> Trace:
    at_s = times_s(points)
    if how == "rate":
        added = np.diff(grown(points, at_s, float(series.good_s[0])))
        values: Floats = added / np.maximum(np.diff(at_s), 1e-9)
        at_s = at_s[1:]
    else:
        values = levels(points, at_s) if how == "sum" else _worst(points, at_s)
    return Trace(label=label, at_s=tuple(at_s.tolist()), values=tuple(values.tolist()))


def _worst(points: Sequence[SeriesPoints], at_s: Floats) -> Floats:
    worst: Floats = np.max([levels([one], at_s) for one in points], axis=0)
    return worst


def _total(trace: Trace) -> float:
    return sum(one for one in trace.values if one is not None)
