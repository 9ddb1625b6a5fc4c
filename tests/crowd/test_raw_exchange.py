"""Bytes are said at one's own pace, and what the site did about it is seen and bounded."""

import errno
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import gevent.ssl
import pytest
from gevent import socket

from siaga.crowd.address import Address
from siaga.crowd.failure import Reason
from siaga.crowd.meter import Meter
from siaga.crowd.origin import Origin
from siaga.crowd.raw_exchange import KEPT_BYTES, Heard, Speech, raw_exchange
from tests.crowd.hostile_site import CERTIFICATE, HostileSite, Script, Talk

ASKED = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HERE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere"
BAD = b"HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n"


Start = Callable[..., HostileSite]
Say = Callable[..., Heard]


@pytest.fixture
def say(site: Start) -> Say:
    """Give a function that says something to a site that plays a script."""

    def said(script: Script, *pieces: bytes, deadline_s: float = 10.0, **how: Any) -> Heard:  # noqa: ANN401
        made = site(script)
        speech = Speech(pieces=pieces, **how)
        return raw_exchange(_address(made.url), speech, deadline_s, Meter())

    return said


def _address(url: str) -> Address:
    origin = Origin.of(url)
    return Address(family=socket.AF_INET, place=("127.0.0.1", origin.port))


def test_an_answer_has_its_status_and_whether_the_site_closed(say: Say) -> None:
    """Interim answers are none."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(b"HTTP/1.1 100 Continue\r\n\r\n" + BAD)

    heard = say(script, ASKED, stays_s=5.0)
    assert (heard.status, heard.why, heard.closed) == (400, None, True)
    assert heard.sent_bytes == len(ASKED)
    assert heard.received_bytes == len(BAD) + 25


def test_a_second_answer_to_one_request_is_heard(say: Say) -> None:
    """It is how a smuggled request shows."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(HERE + BAD)
        talk.hear()

    heard = say(script, ASKED, stays_s=0.2)
    assert (heard.statuses, heard.closed) == ((200, 400), False)


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-"])
def test_a_site_that_closes_without_an_answer_has_closed(say: Say, sent: bytes) -> None:
    """Half a head is no answer."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(sent)

    heard = say(script, ASKED)
    assert (heard.status, heard.why, heard.closed) == (None, Reason.CLOSED, True)


def test_a_site_that_waits_for_ever_is_given_up(say: Say) -> None:
    """After the deadline, however slowly one speaks."""
    heard = say(Talk.wait, *([b"x"] * 1_000), pause_s=0.01, deadline_s=0.2)
    assert (heard.status, heard.why, heard.closed) == (None, Reason.TIMEOUT, False)
    assert 0 < heard.sent_bytes < 1_000


def test_nothing_more_is_said_once_something_is_answered(say: Say) -> None:
    """The rest would be for nobody."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(BAD)
        talk.wait()

    heard = say(script, ASKED, b"never", pause_s=5.0)
    assert (heard.status, heard.sent_bytes, heard.closed) == (400, len(ASKED), False)


def test_what_is_said_into_a_closed_connection_says_nothing_wrong(say: Say) -> None:
    """The answer that came before is heard all the same, or the end of it."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(BAD)

    heard = say(script, ASKED + b"x" * 50_000_000)
    assert heard.status == 400 or heard.why in {Reason.CLOSED, Reason.RESET}


def test_a_site_that_never_stops_talking_is_given_up(say: Say) -> None:
    """However quickly it talks, and whatever it says: heads without an end are no work."""

    def script(talk: Talk) -> None:
        talk.hear()
        with suppress(OSError):
            while True:
                talk.say(b"HTTP/1.1 200 OK\r\n" * 4_000)

    heard = say(script, ASKED, deadline_s=0.3)
    assert (heard.status, heard.why, heard.closed) == (None, Reason.TIMEOUT, False)
    assert heard.received_bytes > KEPT_BYTES


def test_a_connection_that_this_machine_has_no_room_for_is_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As open for ever: a cap on connections would end the run some day."""

    def full(*_: object) -> None:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(socket, "socket", full)
    meter = Meter()
    heard = raw_exchange(_address("http://127.0.0.1:9"), Speech(pieces=[ASKED]), 1.0, meter)
    assert (heard.why, meter.take().connections) == (Reason.DESCRIPTORS, 0)


def test_an_answer_without_end_is_not_kept(say: Say) -> None:
    """It is counted; a hostile site cannot fill the memory."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(HERE + b"x" * 4 * KEPT_BYTES)

    heard = say(script, ASKED, stays_s=5.0)
    assert heard.received_bytes == len(HERE) + 4 * KEPT_BYTES
    assert heard.status == 200


def test_a_silent_one_takes_nothing_for_a_while(say: Say) -> None:
    """And then what is there."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(HERE)

    heard = say(script, ASKED, silence_s=0.3, room_bytes=4_096)
    assert heard.status == 200
    assert heard.after_s >= 0.3


def test_it_is_said_from_the_address_that_is_named(say: Say) -> None:
    """On this machine there are many."""
    peers = []

    def script(talk: Talk) -> None:
        talk.hear()
        peers.append(talk.socket.getpeername()[0])
        talk.say(HERE)

    assert say(script, ASKED, source="127.0.0.9").status == 200
    assert peers == ["127.0.0.9"]


def test_where_nobody_listens_it_is_refused() -> None:
    """Nothing was sent."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = Address(family=socket.AF_INET, place=free.getsockname())
        heard = raw_exchange(address, Speech(pieces=[ASKED]), 5.0, Meter())
    assert (heard.why, heard.sent_bytes, heard.closed) == (Reason.REFUSED, 0, True)


def test_a_site_that_speaks_tls_is_spoken_to_so(site: Start) -> None:
    """And one whose certificate names another is not."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(BAD)

    tls = gevent.ssl.create_default_context(cafile=str(CERTIFICATE))
    for host, status in (("localhost", 400), ("example.test", None)):
        made = site(script, secure=True)
        speech, address = Speech(pieces=[ASKED]), _address(made.url)
        heard = raw_exchange(address, speech, 5.0, Meter(), tls=tls, host=host)
        assert heard.status == status
    assert heard.why is Reason.TLS


def test_what_goes_over_the_wire_is_metered(site: Start) -> None:
    """The caps of a run hold for those who mean harm, too."""
    meter = Meter()

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(HERE)

    made = site(script)
    raw_exchange(_address(made.url), Speech(pieces=[ASKED]), 5.0, meter)
    taken = meter.take()
    assert (taken.requests, taken.connections) == (1, 1)
    assert taken.traffic_bytes == len(ASKED) + len(HERE)


@pytest.mark.parametrize("how", [{"pause_s": -1.0}, {"stays_s": float("inf")}, {"room_bytes": -1}])
def test_times_that_are_none_are_refused(how: dict[str, Any]) -> None:
    """The refusal names it."""
    with pytest.raises(ValueError, match=rf"^{next(iter(how))}: is .*; 0 or more is allowed$"):
        Speech(pieces=[], **how)
