"""A ticket or pass that the site has written is read, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.waiting_room.status import State, Status
from mock_site.protection.waiting_room.tickets import LIFETIME_S, Tickets
from mock_site.testing import NOW_S

SECRET, BOOK = b"s" * 32, 0xABC
TICKETS = Tickets(SECRET, BOOK)
NUMBERS = st.integers(min_value=0, max_value=10**9)


def _pass(number: int) -> str:
    status = Status(number=number, state=State.ADMITTED, place=number, admitted_at_s=NOW_S)
    return TICKETS.admission(status)


@given(NUMBERS)
def test_what_was_written_is_read(number: int) -> None:
    """By every process that has the site's secret, and the same pass is written each time."""
    other = Tickets(SECRET, BOOK)
    assert other.ticket_number(TICKETS.ticket(number, NOW_S), NOW_S) == number
    assert other.pass_number(_pass(number), NOW_S) == number
    assert _pass(number) == _pass(number)


@given(NUMBERS)
def test_a_ticket_is_no_pass_and_a_pass_no_ticket(number: int) -> None:
    """Whoever waits cannot make a pass of the ticket."""
    assert TICKETS.pass_number(TICKETS.ticket(number, NOW_S), NOW_S) is None
    assert TICKETS.ticket_number(_pass(number), NOW_S) is None


@given(NUMBERS, st.binary(min_size=32, max_size=40), st.integers(min_value=0, max_value=2**64 - 1))
def test_those_of_another_site_or_book_are_nobodys(number: int, secret: bytes, book: int) -> None:
    """A queue that is begun anew does not know the numbers of the old one."""
    if secret != SECRET:
        assert TICKETS.ticket_number(Tickets(secret, BOOK).ticket(number, NOW_S), NOW_S) is None
    if book != BOOK:
        assert TICKETS.ticket_number(Tickets(SECRET, book).ticket(number, NOW_S), NOW_S) is None


@given(NUMBERS, st.data())
def test_a_forged_one_is_nobodys(number: int, data: st.DataObject) -> None:
    """No character of what is said can be another, and no text passes for one."""
    token = _pass(number)
    said = token.rindex(".")
    place = data.draw(st.integers(min_value=0, max_value=said + 30))
    character = data.draw(st.sampled_from("0123456789abcdef-_."))
    forged = token[:place] + character + token[place + 1 :]
    assert forged == token or TICKETS.pass_number(forged, NOW_S) is None
    assert TICKETS.pass_number(data.draw(st.text()), NOW_S) is None


@pytest.mark.parametrize("token", [None, "", "x", "0000000000000abc-1"])
def test_nothing_is_no_ticket(token: str | None) -> None:
    """And no error."""
    assert TICKETS.ticket_number(token, NOW_S) is None


def test_an_old_ticket_is_none() -> None:
    """After a week."""
    token = TICKETS.ticket(7, NOW_S)
    assert TICKETS.ticket_number(token, NOW_S + LIFETIME_S - 1) == 7
    assert TICKETS.ticket_number(token, NOW_S + LIFETIME_S) is None
