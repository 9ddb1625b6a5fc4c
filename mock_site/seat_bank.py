"""The SeatBank: the wave's seats as the metrics page shows them, all of one instant.

Gauges of several processes, each set at its own time, would show seats that add up to nothing; so the
process that is asked for the page counts them in the store, for that page.
"""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from mock_site.store.records import Seats


class SeatBank(Collector):
    """Shows the seats that were counted last; none, where they could not be counted."""

    def __init__(self) -> None:
        self.seats: Seats | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the seats, and the holds that have ended."""
        yield self._shown()
        ended = GaugeMetricFamily(
            "site_holds_ended", "Holds that have ended, as of the same instant.", labels=["how"]
        )
        if self.seats is not None:
            ended.add_metric(["confirmed"], self.seats.confirmed)
            ended.add_metric(["expired"], self.seats.expired)
        yield ended

    def _shown(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "site_seats", "Seats of the wave, as of one instant.", labels=["state"]
        )
        if self.seats is not None:
            family.add_metric(["quota"], self.seats.quota)
            family.add_metric(["issued"], self.seats.issued)
            family.add_metric(["given"], self.seats.given)
            family.add_metric(["held"], self.seats.held)
            family.add_metric(["left"], self.seats.left)
        return family
