"""The catalogue of metrics: every name that a run exports and that the built-in site shows."""

from collections.abc import Iterable

from prometheus_client.core import Metric

from docs.reference.families import families_of_a_run, families_of_the_site

__all__ = ["families_of_a_run", "families_of_the_site", "names", "series"]

_SUFFIXES = {"counter": ("_total",), "info": ("_info",), "histogram": ("_bucket", "_sum", "_count")}


def names(families: Iterable[Metric]) -> set[str]:
    """Give the names as the tables of docs/metrics.md have them: a histogram by its own."""
    return {
        f"{one.name}{_SUFFIXES[one.type][0] if one.type in {'counter', 'info'} else ''}"
        for one in families
    }


def series(families: Iterable[Metric]) -> set[str]:
    """Give the names of the series that a query can ask for."""
    return {f"{one.name}{suffix}" for one in families for suffix in _SUFFIXES.get(one.type, ("",))}
