"""The ProxyMetrics: the counts of all proxies, for a Prometheus."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from siaga.faults.proxy.proxies import Proxies

_COUNTED = {
    "connections": "Connections taken.",
    "upstream_failures": "Connections whose upstream was not known, or took none.",
    "cut": "Connections cut because the proxy was disabled.",
    "resets": "Connections that a peer reset.",
}


class ProxyMetrics(Collector):
    """Reads the counts when it is asked.

    Args:
        proxies: whose.
    """

    def __init__(self, proxies: Proxies) -> None:
        self._proxies = proxies

    def describe(self) -> list[Metric]:
        """Describe nothing before it is asked."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Give what was counted."""
        counted = {one.name: one.counted() for one in self._proxies}
        for count, text in _COUNTED.items():
            family = CounterMetricFamily(f"siaga_proxy_{count}", text, labels=["proxy"])
            for name, counts in counted.items():
                family.add_metric([name], counts[count])
            yield family
        yield self._open(counted)
        yield self._bytes(counted)
        yield self._toxics()

    def _open(self, counted: dict[str, dict[str, int]]) -> Metric:
        family = GaugeMetricFamily(
            "siaga_proxy_open_connections", "Connections that are open.", labels=["proxy"]
        )
        for name, counts in counted.items():
            family.add_metric([name], counts["open"])
        return family

    def _bytes(self, counted: dict[str, dict[str, int]]) -> Metric:
        family = CounterMetricFamily(
            "siaga_proxy_bytes", "Bytes handed on, by direction.", labels=["proxy", "stream"]
        )
        for name, counts in counted.items():
            for stream in ("upstream", "downstream"):
                family.add_metric([name, stream], counts[f"{stream}_bytes"])
        return family

    def _toxics(self) -> Metric:
        family = CounterMetricFamily(
            "siaga_proxy_toxic_events",
            "What each toxic saw and did, those that are gone among them.",
            labels=["proxy", "toxic", "event"],
        )
        for proxy in self._proxies:
            for toxic, counts in proxy.toxic_counts.items():
                for event, number in counts.document().items():
                    family.add_metric([proxy.name, toxic, event], number)
        return family
