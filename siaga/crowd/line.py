"""The Line of a browser: its one connection to the site, kept, reused and replaced."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final, NoReturn

from siaga.crowd.address import Address
from siaga.crowd.connection import Connection
from siaga.crowd.deadline_row import DeadlineRow
from siaga.crowd.descriptors import Descriptors
from siaga.crowd.failure import OUT_OF_DESCRIPTORS, Reason, TripError, reason_of
from siaga.crowd.progress import Progress
from siaga.crowd.reader import Limits, Reader
from siaga.crowd.round_trip import round_trip
from siaga.crowd.route import Route
from siaga.crowd.slow_trip import SlowTrip
from siaga.scenario.link import Link

KEPT_S: Final = 75.0
"""For so long a site keeps an idle connection, as nginx does unless it is told otherwise."""

_NEVER_S: Final = -KEPT_S
_NO_READER: Final = Reader(Limits())
"""Stands where there is no connection: most visitors who wait have none, and need no own reader."""


class Line:
    """Carries requests to one origin, one after the other.

    Args:
        route: there.
        limits: how large an answer may be.
        clock: monotonic seconds.
        descriptors: give room for the connection, and count what goes over it.
    """

    __slots__ = (
        "_clock",
        "_connection",
        "_descriptors",
        "_limits",
        "_link",
        "_lost_at_s",
        "_meter",
        "_reader",
        "_rested_at_s",
        "_route",
    )

    def __init__(
        self, route: Route, limits: Limits, clock: Callable[[], float], descriptors: Descriptors
    ) -> None:
        self._descriptors = descriptors
        self._route = route
        self._limits = limits
        self._clock = clock
        self._meter = descriptors.meter
        self._link = route.link
        self._connection: Connection | None = None
        self._rested_at_s = self._lost_at_s = _NEVER_S
        self._reader = _NO_READER

    def twin(self, *, is_channels: bool = False) -> "Line":
        """Give another to the same origin, without a connection."""
        route = self._route.of_channels if is_channels else self._route
        return Line(route, self._limits, self._clock, self._descriptors)

    def carry(self, method: str, request: bytes, progress: Progress, *, repeatable: bool) -> Reader:
        """Send a request, and read the whole answer.

        A kept connection may have gone stale. The request is sent again on a new one if it may be
        repeated, if no byte of it was taken, or if the site says that it did nothing with it.

        Args:
            method: of the request; the answer to HEAD has no body.
            request: as it goes out.
            progress: counts along the way.
            repeatable: whether sending it twice does no more than sending it once.

        Raises:
            TripError: there is no whole answer.
            OSError: the connection could not be opened, or broke.
        """
        connection = self._connection
        if connection is not None and connection.fresh():
            try:
                return self._exchange(connection, method, request, progress)
            except (TripError, OSError) as error:
                if not self._stale(error):
                    raise
                untaken = isinstance(error, TripError) and error.untaken
                if connection.sent_bytes and not (repeatable or untaken):
                    text = "the site closed the kept connection when the request was under way"
                    raise TripError(Reason.CLOSED, text) from None
        return self._exchange(self._open(progress), method, request, progress)

    def refuse(self, status: int, progress: Progress) -> None:
        """Refuse an answer that a proxy gives in its own name: the site has not heard of the request.

        Raises:
            TripError: it is one.
        """
        proxy = self._route.proxy
        if status != HTTPStatus.PROXY_AUTHENTICATION_REQUIRED or not self._route.asks_proxy or not proxy:
            return
        if progress.requests == 1:
            progress.sent_bytes = 0
        raise TripError(Reason.PROXY, f"the proxy {proxy.origin} lets nobody by: it says {status}")

    def reach(self, progress: Progress) -> Connection:
        """Open a connection, for whoever speaks and listens there; `drop` closes it.

        Args:
            progress: counts along the way.

        Raises:
            TripError: the host has no address.
            OSError: it could not be opened.
        """
        return self._open(progress)

    def weigh(self, traffic_bytes: int, *, requests: int = 0) -> None:
        """Count what went over a connection that was opened so."""
        self._meter.carried(traffic_bytes, requests=requests)

    def drop(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._meter.closed()
            self._descriptors.rouse(self)
            self._connection = None
            self._reader.close()

    def give_way(self) -> bool:
        """Close the connection for another; false: the site had closed it already."""
        was_open = self._connection is not None and not self._connection.closed
        self.drop()
        self._reader = _NO_READER
        if was_open:
            self._lost_at_s = self._rested_at_s
        return was_open

    def _stale(self, error: TripError | OSError) -> bool:
        """Whether a kept connection was cut off before anything of the answer came."""
        reason = error.reason if isinstance(error, TripError) else reason_of(error, connecting=False)
        return self._reader.silent and reason in (Reason.CLOSED, Reason.RESET)

    def _exchange(
        self, connection: Connection, method: str, request: bytes, progress: Progress
    ) -> Reader:
        reader = self._reader
        self._descriptors.rouse(self)
        reader.begin(method)
        progress.requests += 1
        waits = None if progress.deadlines is None else progress.deadlines.first_byte
        deadline = None if waits is None else waits.start(reader)
        try:
            if progress.leaves:
                _leave(connection, request)
            if self._link is None:
                progress.first_byte_at_s = round_trip(connection, request, reader, self._clock)
            else:
                self._go_slowly(connection, request, progress, self._link)
        finally:
            if deadline is not None:
                DeadlineRow.stop(deadline)
            sent_bytes, received_bytes = connection.sent_bytes, connection.received_bytes
            progress.sent_bytes += sent_bytes
            progress.received_bytes += received_bytes
            self._meter.carried(sent_bytes + received_bytes, 1, connection.speaks_http2)
            if not reader.keeps or connection.blocked:
                self.drop()
            elif self._connection is connection:
                self._rested_at_s = progress.first_byte_at_s
                self._descriptors.rest(self)
        return reader

    def _go_slowly(self, connection: Connection, request: bytes, progress: Progress, link: Link) -> None:
        trip = SlowTrip(connection, link, self._clock)
        try:
            progress.first_byte_at_s = trip.made(request, self._reader)
        finally:
            progress.line_s += trip.line_s
            if not trip.is_whole:
                # What is left of the request would be taken for the next one.
                self.drop()

    def _open(self, progress: Progress) -> Connection:
        self.drop()
        progress.connecting = True
        began_s = self._clock()
        if began_s < self._lost_at_s + KEPT_S:
            self._meter.missed_idle()
        self._lost_at_s = _NEVER_S
        waits = None if progress.deadlines is None else progress.deadlines.connecting
        deadline = None if waits is None else waits.start()
        try:
            addresses = self._route.addresses()
            progress.lookup_s += self._clock() - began_s
            self._connect_to_one(addresses, progress)
        finally:
            if deadline is not None:
                DeadlineRow.stop(deadline)
        progress.connecting = False
        progress.connect_s += self._clock() - began_s
        if self._connection is None:
            raise TripError(Reason.DNS, f"{self._route.origin.host} has no address")
        return self._connection

    def _connect_to_one(self, addresses: Sequence[Address], progress: Progress) -> None:
        for place, address in enumerate(addresses, start=1):
            try:
                self._connect(address, progress)
            except OSError as error:
                if place == len(addresses) or error.errno in OUT_OF_DESCRIPTORS:
                    raise
            else:
                return

    def _connect(self, address: Address, progress: Progress) -> None:
        self._descriptors.claim()
        try:
            self._connection = self._route.connected(address, progress, self._clock)
            self._meter.opened()
        finally:
            self._descriptors.settle()
        self._reader = self._connection.reader(self._limits)


def _leave(connection: Connection, request: bytes) -> NoReturn:
    """Send what the kernel takes at once, and wait for nothing.

    Raises:
        TripError: always.
        OSError: the connection is broken.
    """
    connection.send(request)
    raise TripError(Reason.TAB_CLOSED, "the visitor went when the request was on its way")
