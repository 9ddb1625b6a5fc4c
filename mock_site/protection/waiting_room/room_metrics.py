"""The room's metrics: the people and the rate of the waiting room as the metrics page shows them.

The room is one for all processes, so the process that is asked for the page counts them for that page.
"""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from mock_site.protection.waiting_room.desk import Census, Desk
from mock_site.protection.waiting_room.governor import Governor, Reading
from mock_site.protection.waiting_room.shared_words import WordsBusyError

PLACES = ("pre_queue", "waiting", "called", "inside")
EVENTS = ("taken", "admitted", "lapsed", "expired", "joined", "left")

_Family = GaugeMetricFamily | CounterMetricFamily


class RoomMetrics(Collector):
    """Shows the people and the rate of a room; neither while there is no desk, or its room is busy."""

    def __init__(self) -> None:
        self.desk: Desk | None = None
        self.governor: Governor | None = None

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
        yield from self._rate()

    def _rate(self) -> Iterator[_Family]:
        """Give the families of a rate that is found, empty where none is."""
        rate = GaugeMetricFamily(
            "site_queue_admits_per_second", "Rate that the waiting room finds.", labels=["bound"]
        )
        changes = CounterMetricFamily(
            "site_queue_rate_changes", "Changes of the rate that it finds.", labels=["cause"]
        )
        last = GaugeMetricFamily(
            "site_queue_rate_cause", "Cause of the last change; 1 for one.", labels=["cause"]
        )
        reading = self._reading()
        if reading is not None:
            bounds = reading.bounds
            for bound, value in (("least", bounds.least), ("now", reading.now), ("most", bounds.most)):
                rate.add_metric([bound], value)
            for cause, number in reading.changes.items():
                changes.add_metric([cause.value], number)
                last.add_metric([cause.value], float(cause is reading.cause))
        yield from (rate, changes, last)

    def _reading(self) -> Reading | None:
        try:
            return None if self.governor is None else self.governor.reading()
        except WordsBusyError:
            return None

    def _census(self) -> Census | None:
        try:
            return None if self.desk is None else self.desk.census()
        except WordsBusyError:
            return None
