"""Claims about deadlines: those of connecting and of the first byte say what did not come."""

import time
from collections.abc import Callable

import gevent
import pytest

from siaga.crowd.browser import Browser
from siaga.crowd.deadlines import Deadlines
from siaga.crowd.failure import Reason, RequestFailure, Sent
from tests.crowd.hostile_site import HostileSite, Talk, ok, says

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]

SHORT_S, LONG_S = 0.05, 5.0


def _listens(talk: Talk) -> None:
    talk.wait()


def test_a_connection_that_does_not_open_in_time_is_given_up(site: Start, browse: Browse) -> None:
    """The site takes it and says nothing of TLS; nothing of a request was sent."""
    at = site(_listens)
    me = browse(f"https://localhost:{at.port}", deadlines=Deadlines.of(LONG_S, SHORT_S))
    with pytest.raises(RequestFailure, match=r"no connection within 0\.05 s") as failed:
        me.post("/", json={})
    assert (failed.value.reason, failed.value.sent) == (Reason.CONNECT_TIMEOUT, Sent.NOTHING)


def test_a_site_that_does_not_begin_its_answer_in_time_is_given_up(site: Start, browse: Browse) -> None:
    """Of the request something was sent."""
    me = browse(site(_listens).url, deadlines=Deadlines.of(LONG_S, None, SHORT_S))
    with pytest.raises(RequestFailure, match=r"no first byte within 0\.05 s") as failed:
        me.post("/", json={})
    assert (failed.value.reason, failed.value.sent) == (Reason.TIMEOUT, Sent.SOMETHING)


def test_an_answer_that_has_begun_may_take_longer(site: Start, browse: Browse) -> None:
    """Up to the deadline for the whole."""

    def drips(talk: Talk) -> None:
        talk.hear()
        for part in (ok(b"whole")[:9], ok(b"whole")[9:]):
            talk.say(part)
            time.sleep(3 * SHORT_S)

    me = browse(site(drips).url, deadlines=Deadlines.of(LONG_S, SHORT_S * 20, SHORT_S))
    assert me.get("/").body == b"whole"


def test_a_deadline_that_was_kept_interrupts_nobody_later(site: Start, browse: Browse) -> None:
    """Nor does one of a connection that was kept open."""
    me = browse(
        site(says(ok(b"1"), ok(b"2"))).url, deadlines=Deadlines.of(LONG_S, SHORT_S * 4, SHORT_S * 4)
    )
    assert me.get("/").body == b"1"
    gevent.sleep(SHORT_S * 5)
    assert me.get("/").body == b"2"


def test_without_its_own_a_part_has_that_of_the_whole(site: Start, browse: Browse) -> None:
    """As ever."""
    assert Deadlines.of(LONG_S)[1:] == (None, None)
    me = browse(site(_listens).url, deadlines=Deadlines.of(SHORT_S), deadline_s=SHORT_S)
    with pytest.raises(RequestFailure, match=r"no whole answer within 0\.05 s"):
        me.get("/")


@pytest.mark.parametrize("wrong", [(0.0, 1.0, 1.0), (1.0, 0.0, None), (1.0, None, -1.0)])
def test_a_deadline_is_above_nothing(wrong: tuple[float, float | None, float | None]) -> None:
    """It would have passed before anybody began."""
    with pytest.raises(ValueError, match="has to be above 0"):
        Deadlines.of(*wrong)
