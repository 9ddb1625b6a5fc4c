"""The Monitoring of a launch: configuration and rules of a Prometheus, the dashboard of a Grafana."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import promql_parser
from jinja2 import Environment, PackageLoader, StrictUndefined

from siaga.errors import UsageError

LEAST_WINDOW_S = 10.0
"""No window is shorter: a few requests are no rate."""

SHORT_BY_LONG = 12
_PAIRS = {"fast": 720, "slow": 120}
"""By which part of the registration window the longer window of a pair is found: the pairs of an hour
and of six hours that are usual for thirty days."""

_FILES = {"prometheus.yml": "prometheus.yml.j2", "rules.yml": "rules.yml.j2"}
DASHBOARD = "dashboard.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """What is watched, and what it is held to.

    Attributes:
        window_s: length of the registration window, for which the budget of errors is.
        availability: share of the requests that may not end in an error, above 0, below 1.
        latency_s: what 99 of 100 requests and steps may take at most.
        site: host and port of the site's metrics.
        exporter: host and port of siaga's.
        every_s: time between two scrapes, at most half of the shortest window.
    """

    window_s: float
    availability: float
    latency_s: float
    site: str
    exporter: str
    every_s: float

    def __post_init__(self) -> None:
        """Refuse what no rule could be made of."""
        if not 0 < self.availability < 1:
            raise UsageError(f"availability: {self.availability} leaves no budget; 99.9 % is usual")
        if self.window_s <= 0 or self.latency_s <= 0:
            raise UsageError("window, latency: nothing is none; a duration above 0 is allowed")
        if not 0 < self.every_s <= LEAST_WINDOW_S / 2:
            raise UsageError(
                f"every: {self.every_s:g} s gives windows of {LEAST_WINDOW_S:g} s too few values;"
                f" above 0 to {LEAST_WINDOW_S / 2:g} s is allowed"
            )
        for place in (self.site, self.exporter):
            if not place.isprintable() or set(place) & set("\"'\\/ ") or ":" not in place:
                raise UsageError(f"{place!r}: is no host and port; write 127.0.0.1:8080")

    def windows_s(self) -> dict[str, float]:
        """Give the length of each window by its name: fast-long, fast-short, slow-long, slow-short."""
        found: dict[str, float] = {}
        for pair, part in _PAIRS.items():
            short_s = max(self.window_s / part / SHORT_BY_LONG, LEAST_WINDOW_S)
            found[f"{pair}-long"] = round(short_s * SHORT_BY_LONG)
            found[f"{pair}-short"] = round(short_s)
        return found

    def files(self) -> dict[str, str]:
        """Give the content of each file by its name."""
        words = {
            "window": _duration(self.window_s),
            "windows": {name: _duration(length_s) for name, length_s in self.windows_s().items()},
            "availability": f"{self.availability * 100:g} %",
            "allowed": f"{1 - self.availability:.10g}",
            "latency": f"{self.latency_s:g} s",
            "latency_s": f"{self.latency_s:g}",
            "every": _duration(self.every_s),
            "site": self.site,
            "exporter": self.exporter,
        }
        environment = _environment()
        made = {name: environment.get_template(file).render(words) for name, file in _FILES.items()}
        dashboard = Path(__file__).parent / "templates" / DASHBOARD
        return {**made, DASHBOARD: dashboard.read_text(encoding="utf-8")}


def _duration(length_s: float) -> str:
    """Write a length of time as Prometheus does: 9m45s."""
    return promql_parser.display_duration(timedelta(seconds=length_s))


def _environment() -> Environment:
    """Give an environment whose marks leave Prometheus' own templates alone."""
    return Environment(
        loader=PackageLoader("siaga.observe"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - YAML, of values that were checked
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
    )
