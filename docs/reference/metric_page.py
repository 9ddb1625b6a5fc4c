"""The page of metrics: what a run and the built-in site show to a Prometheus."""

from collections.abc import Iterable

from prometheus_client.core import Metric

from docs.reference.families import families_of_a_run, families_of_the_site
from docs.reference.table import code, table

HEAD = """# Metrics

Every family of metrics, from the code. [metrics.md](../metrics.md) tells what the labels' values mean, with an example each.

"""
_SUFFIXES = {"counter": "_total", "info": "_info"}


def metric_page() -> str:
    """Write the page."""
    run = "## Of a run\n\nAt port 9646 of this machine, while it lasts.\n\n"
    site = "## Of the built-in site\n\nAt `GET /metrics`.\n\n"
    return HEAD + run + _families(families_of_a_run()) + site + _families(families_of_the_site())


def _families(families: Iterable[Metric]) -> str:
    rows = [
        [code(f"{one.name}{_SUFFIXES.get(one.type, '')}"), one.type, one.documentation]
        for one in sorted(families, key=lambda one: one.name)
    ]
    return table(["name", "type", "meaning"], rows)
