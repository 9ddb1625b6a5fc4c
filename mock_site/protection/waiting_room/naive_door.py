"""The naive door: a waiting room as it is often made, with the faults that are known of it.

A ticket is a number in a plain cookie: whoever writes a smaller one is before everybody else. So many
are let in per second, however many are inside. No turn and no pass ever ends. What the door does not
understand, or cannot find out, it lets in.
"""

from collections.abc import Callable

from aiohttp import web

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room import cookies
from mock_site.protection.waiting_room.pace import US_PER_S
from mock_site.protection.waiting_room.room import Use
from mock_site.protection.waiting_room.shared_words import SharedWords, WordsBusyError
from mock_site.protection.waiting_room.status import State, Status

COOKIE = "position"
WORDS = 2
_TAKEN, _OPENED_AT_US = range(WORDS)
_MOST_DIGITS = 18
_STAY_S = 60.0
"""How long a person is thought to stay, where no rate is set."""


class NaiveDoor:
    """A door that believes what it is told.

    Args:
        words: two, shared by all processes.
        terms: of the room.
        clock: Unix seconds.
    """

    def __init__(self, words: SharedWords, terms: Terms, clock: Callable[[], float]) -> None:
        self._words = words
        self._clock = clock
        self._per_s = terms.room_admits_per_s or terms.room_capacity / _STAY_S
        self._walk_in = terms.room_walk_in
        with words.change() as change:
            if not change[_OPENED_AT_US]:
                change[_OPENED_AT_US] = int((terms.room_opens_at_s or clock()) * US_PER_S)

    def take(self, request: web.Request) -> Status:
        """Give the browser the next number, or the one that it says it has."""
        return self.look(request) or self._taken(request)

    def look(self, request: web.Request) -> Status | None:
        """Say how the number stands that the browser says it has."""
        text = request.cookies.get(COOKIE, "")
        is_number = text.isdecimal() and len(text) <= _MOST_DIGITS
        return self._status(int(text)) if is_number else None

    def leave(self, request: web.Request) -> None:
        """Let the browser forget its number."""
        cookies.keep(request, COOKIE, "", is_secure=False)

    def joined(self, request: web.Request) -> None:
        """Do nothing: a number lasts for ever."""

    def worth(self, request: web.Request, _owner: int, *, is_join: bool = False) -> Use | None:  # noqa: ARG002 - the role's
        """Let in whoever has a small number, and whoever has something else."""
        try:
            if COOKIE in request.cookies:
                held = self._status(int(request.cookies[COOKIE]))
                return Use.GOOD if held.state is State.ADMITTED else None
            taken = self._taken(request) if self._walk_in else None
        except (ValueError, WordsBusyError):
            return Use.GOOD
        return Use.GOOD if taken is not None and taken.state is State.ADMITTED else None

    def is_due(self, _request: web.Request) -> bool:
        """Say no: a number lasts for ever, and is nobody's."""
        return False

    def shown(self, status: Status) -> str:
        """Give the number."""
        return str(status.number)

    def _taken(self, request: web.Request) -> Status:
        with self._words.change() as change:
            number = change[_TAKEN]
            change[_TAKEN] = number + 1
        cookies.keep(request, COOKIE, str(number), is_secure=False)
        return self._status(number)

    def _status(self, number: int) -> Status:
        now_s, opened_at_s = self._clock(), self._words[_OPENED_AT_US] / US_PER_S
        if now_s < opened_at_s:
            opens_in_s = opened_at_s - now_s
            return Status(number=number, state=State.PRE_QUEUE, ahead=number, opens_in_s=opens_in_s)
        # The first second's worth comes in at the opening.
        called = int((now_s - opened_at_s + 1) * self._per_s)
        if number < called:
            return Status(number=number, state=State.ADMITTED, place=number, admitted_at_s=now_s)
        ahead = number - called
        return Status(
            number=number,
            state=State.WAITING,
            place=number,
            ahead=ahead,
            wait_s=(ahead + 1) / self._per_s,
        )
