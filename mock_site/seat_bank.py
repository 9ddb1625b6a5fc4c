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
        """Give the seats, the holds that have ended, and what was drawn."""
        yield self._shown()
        ended = GaugeMetricFamily(
            "site_holds_ended", "Holds that have ended, as of the same instant.", labels=["how"]
        )
        if self.seats is not None:
            ended.add_metric(["confirmed"], self.seats.confirmed)
            ended.add_metric(["expired"], self.seats.expired)
        yield ended
        yield from self._drawn()

    def _drawn(self) -> Iterator[GaugeMetricFamily]:
        applications = GaugeMetricFamily(
            "site_applications", "Applications, as of the same instant.", labels=["state"]
        )
        drawn_at = GaugeMetricFamily(
            "site_draw_timestamp_seconds", "Unix time at which lots were drawn; 0 for not yet."
        )
        if (seats := self.seats) is not None:
            is_drawn = seats.drawn_at_s is not None
            applications.add_metric(["applied"], 0 if is_drawn else seats.applications)
            applications.add_metric(["drawn"], seats.drawn)
            applications.add_metric(["not_drawn"], seats.applications - seats.drawn if is_drawn else 0)
            drawn_at.add_metric([], seats.drawn_at_s or 0.0)
        yield applications
        yield drawn_at

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
