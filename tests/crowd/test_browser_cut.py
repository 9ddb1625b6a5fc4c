"""Claims about requests that visitors break off: the site sees it, and the ledger can use it."""

from collections.abc import Callable

import pytest

from siaga.crowd.browser import Browser
from siaga.crowd.cut import Cut
from siaga.crowd.failure import Reason, RequestFailure, Sent
from tests.crowd.hostile_site import HostileSite, Talk, in_turn, ok, says
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]

SOON = Cut(after_s=0.02, reason=Reason.RELOADED)
GONE = Cut(after_s=0, reason=Reason.TAB_CLOSED)


def _broken_off(me: Browser, cut: Cut) -> RequestFailure:
    with pytest.raises(RequestFailure) as raised:
        me.request("POST", "/", json={}, cut=cut)
    return raised.value


def _says_nothing(gone: list[str]) -> Callable[[Talk], None]:
    def play(talk: Talk) -> None:
        talk.hear()
        talk.wait()
        gone.append("closed")

    return play


def test_an_impatient_visitor_closes_the_connection_and_can_ask_again(
    site: Start, browse: Browse
) -> None:
    """Something was sent and nobody knows what came of it; the next request opens another one."""
    gone: list[str] = []
    at = site(in_turn(_says_nothing(gone), says(ok(b"here"))))
    me = browse(at.url)
    failure = _broken_off(me, SOON)
    assert (failure.reason, failure.sent) == (Reason.RELOADED, Sent.SOMETHING)
    assert str(failure).endswith("the visitor waited no longer than 0.02 s")
    until(lambda: gone)
    assert me.get("/").body == b"here"


def test_an_answer_that_comes_in_time_is_whole(site: Start, browse: Browse) -> None:
    """Whoever would have waited no longer than that gets it."""
    me = browse(site(says(ok(b"1"), ok(b"2"))).url)
    late = Cut(after_s=4.0, reason=Reason.GAVE_UP)
    assert [me.request("GET", "/", cut=late).body for _ in range(2)] == [b"1", b"2"]


def test_the_deadline_comes_first_where_it_is_shorter(site: Start, browse: Browse) -> None:
    """Then the request has failed, and the visitor had not given up."""
    me = browse(site(_says_nothing([])).url, deadline_s=0.02)
    assert _broken_off(me, Cut(after_s=0.02, reason=Reason.GAVE_UP)).reason is Reason.TIMEOUT


def test_whoever_closes_the_tab_goes_when_the_request_is_on_its_way(site: Start, browse: Browse) -> None:
    """The site has it whole, and nobody hears the answer."""
    gone: list[str] = []
    at = site(_says_nothing(gone))
    failure = _broken_off(browse(at.url), GONE)
    assert (failure.reason, failure.sent) == (Reason.TAB_CLOSED, Sent.SOMETHING)
    until(lambda: gone)
    assert at.heard[0].startswith(b"POST / ")


def test_a_site_that_is_not_there_cannot_be_left(browse: Browse) -> None:
    """Nothing was sent, so that the request certainly did nothing."""
    failure = _broken_off(browse("http://127.0.0.1:1"), GONE)
    assert (failure.reason, failure.sent) == (Reason.REFUSED, Sent.NOTHING)


def test_a_visitor_who_hangs_up_stays_the_same_to_the_site(site: Start, browse: Browse) -> None:
    """Another connection, the same cookies."""
    at = site(in_turn(says(ok(b"", b"Set-Cookie: s=1")), says(ok())))
    me = browse(at.url)
    me.get("/")
    me.hang_up()
    me.get("/")
    assert at.connections == 2
    assert b"\r\nCookie: s=1\r\n" in at.heard[1]
