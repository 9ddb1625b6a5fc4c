"""The room's metrics: the people of the waiting room as the metrics page shows them, all of one moment.

The room is one for all processes, so the process that is asked for the page counts them for that page.
"""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from mock_site.protection.waiting_room.desk import Census, Desk
from mock_site.protection.waiting_room.shared_words import WordsBusyError

PLACES = ("pre_queue", "waiting", "called", "inside")
EVENTS = ("taken", "admitted", "lapsed", "expired", "joined", "left")

_Family = GaugeMetricFamily | CounterMetricFamily


class RoomMetrics(Collector):
    """Shows the people of a desk's room; none while there is no desk, or its room is busy."""

    def __init__(self) -> None:
        self.desk: Desk | None = None

    def collect(self) -> Iterator[_Family]:
        """Give the families."""
        people = GaugeMetricFamily(
            "site_queue_people", "People of the waiting room, as of one moment.", labels=["place"]
        )
        events = CounterMetricFamily(
            "site_queue_tickets", "What has become of tickets of the waiting room.", labels=["event"]
        )
        census = self._census()
        if census is not None:
            for place in PLACES:
                people.add_metric([place], getattr(census, place))
            for event in EVENTS:
                events.add_metric([event], getattr(census, event))
        yield people
        yield events

    def _census(self) -> Census | None:
        try:
            return None if self.desk is None else self.desk.census()
        except WordsBusyError:
            return None
