"""The Door of a waiting room: what a browser holds, and what it is worth."""

from collections.abc import Callable
from typing import Protocol

from aiohttp import web

from mock_site.defects import NONE, Defect, Defects
from mock_site.protection.waiting_room import cookies
from mock_site.protection.waiting_room.room import Use, WaitingRoom
from mock_site.protection.waiting_room.status import State, Status
from mock_site.protection.waiting_room.tickets import PASS_COOKIE, TICKET_COOKIE, Tickets
from mock_site.trust.cookie_jar import cookies_of


class Door(Protocol):
    """Gives tickets to browsers and lets in those whose turn it is."""

    def take(self, request: web.Request) -> Status:
        """Give the browser a ticket, or the one that it holds if that is still good."""
        ...

    def look(self, request: web.Request) -> Status | None:
        """Say how the browser's ticket stands; None: it holds none."""
        ...

    def leave(self, request: web.Request) -> None:
        """Take the browser out, who waits or is inside."""
        ...

    def joined(self, request: web.Request) -> None:
        """End the pass of a browser whose person has joined."""
        ...

    def worth(self, request: web.Request, owner: int, *, is_join: bool) -> Use | None:
        """Say what the browser's pass is worth; None: it holds none.

        Args:
            request: of the browser.
            owner: mark of its account; 0: it has not logged in.
            is_join: whether it is to join, which may be repeated with a pass that is spent.
        """
        ...

    def is_due(self, request: web.Request) -> bool:
        """Tell whether the use of the browser's pass is to be noted, by asking what it is worth."""
        ...

    def shown(self, status: Status) -> str:
        """Give the name of an admission, the same for one ticket and never for two."""
        ...


class HardenedDoor:
    """A door that believes only what the site has signed.

    Every method raises `WordsBusyError` while another process holds the book.

    Args:
        room: behind it.
        tickets: of the room's book.
        clock: Unix seconds.
        walk_in: whether a browser without a pass may get one without having asked.
        is_secure: whether cookies are sent over https alone.
        defects: that are planted.
    """

    def __init__(
        self,
        room: WaitingRoom,
        tickets: Tickets,
        clock: Callable[[], float],
        *,
        walk_in: bool,
        is_secure: bool = False,
        defects: Defects = NONE,
    ) -> None:
        self._room = room
        self._tickets = tickets
        self._clock = clock
        self._walk_in = walk_in
        self._is_secure = is_secure
        self._believes_all = Defect.QUEUE_TOKEN_FORGERY in defects
        self._believes_spent = Defect.QUEUE_TOKEN_REUSE in defects

    def take(self, request: web.Request) -> Status:
        """Give the browser a ticket, or the one that it holds if that is still good.

        Raises:
            RoomFullError: there are no more.
        """
        held = self.look(request)
        if held is not None and held.state is not State.EXPIRED:
            return held
        return self._given(request, self._room.take())

    def look(self, request: web.Request) -> Status | None:
        """Say how the browser's ticket stands, and give it the pass if its turn has come."""
        number = self._tickets.ticket_number(cookies_of(request).get(TICKET_COOKIE), self._clock())
        if number is None or not self._room.is_known(number):
            return None
        status = self._room.look(number)
        if status.state is State.ADMITTED:
            self._keep(request, PASS_COOKIE, self.shown(status))
        return status

    def leave(self, request: web.Request) -> None:
        """Take the browser out, and let it forget its ticket."""
        number = self._tickets.ticket_number(cookies_of(request).get(TICKET_COOKIE), self._clock())
        if number is None:
            number = self._pass_number(request)
        if number is not None and self._room.is_known(number):
            self._room.leave(number)
        self._forget(request)

    def joined(self, request: web.Request) -> None:
        """End the pass of a browser whose person has joined."""
        number = self._pass_number(request)
        if number is not None:
            self._room.joined(number)

    def worth(self, request: web.Request, owner: int, *, is_join: bool) -> Use | None:
        """Say what the browser's pass is worth, or that of the one it is given because nobody waits.

        A pass that is another account's is taken away, so that its browser can ask for one of its own.
        """
        number = self._pass_number(request)
        worth = None if number is None else self._room.use(number, owner)
        if number is not None and self._is_believed(worth):
            return Use.GOOD
        if worth is Use.SHARED:
            self._forget(request)
        if worth in (Use.GOOD, Use.SHARED) or (worth is Use.JOINED and is_join) or not self._walk_in:
            return worth
        return self._walked_in(request, owner) or worth

    def _is_believed(self, worth: Use | None) -> bool:
        """Tell whether a pass is taken that is not good: spent, another account's, or made up."""
        return self._believes_all or (self._believes_spent and worth is not Use.NOT_ADMITTED)

    def holds_pass(self, request: web.Request) -> bool:
        """Tell whether the browser holds a pass that the site has given, still good or not."""
        return self._pass_number(request) is not None

    def claimed_inside(self, request: web.Request) -> int | None:
        """Give the number that the browser's pass says if that ticket's pass is good; None: it is not.

        Nobody has looked who signed it. Nothing is locked, and no pass lasts longer for it.
        """
        number = self._tickets.claimed_number(cookies_of(request).get(PASS_COOKIE))
        return number if number is not None and self._room.is_inside(number) else None

    def is_due(self, request: web.Request) -> bool:
        """Tell whether the use of the pass that the browser says it has is to be noted.

        Nobody has looked who signed it, and nothing is locked.
        """
        number = self._tickets.claimed_number(cookies_of(request).get(PASS_COOKIE))
        return number is not None and self._room.is_due(number)

    def shown(self, status: Status) -> str:
        """Give the pass of an admission."""
        return self._tickets.admission(status)

    def _walked_in(self, request: web.Request, owner: int) -> Use | None:
        number = self._room.walk_in()
        if number is None:
            return None
        self._given(request, number)
        return self._room.use(number, owner)

    def _given(self, request: web.Request, number: int) -> Status:
        self._keep(request, TICKET_COOKIE, self._tickets.ticket(number, self._clock()))
        status = self._room.look(number)
        passed = self.shown(status) if status.state is State.ADMITTED else ""
        self._keep(request, PASS_COOKIE, passed)
        return status

    def _pass_number(self, request: web.Request) -> int | None:
        number = self._tickets.pass_number(cookies_of(request).get(PASS_COOKIE), self._clock())
        return number if number is not None and self._room.is_known(number) else None

    def _forget(self, request: web.Request) -> None:
        self._keep(request, TICKET_COOKIE, "")
        self._keep(request, PASS_COOKIE, "")

    def _keep(self, request: web.Request, name: str, value: str) -> None:
        cookies.keep(request, name, value, is_secure=self._is_secure)
