"""Claims about channels: both sides speak when they like, and whatever ends one is told."""

from collections.abc import Callable

import gevent
import pytest

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.channel import Channel
from siaga.crowd.cut import Cut
from siaga.crowd.descriptors import Descriptors
from siaga.crowd.failure import Reason, RequestFailure
from siaga.crowd.headers import Headers
from siaga.crowd.meter import Meter
from tests.crowd.hostile_site import HostileSite, Talk
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]


def _opened(channel: Channel) -> Answer:
    channel.say(b"hello\r\n\r\n")
    return channel.answer(200, Headers([]), channel.hear(), "/")


def test_what_the_site_says_is_handed_over_when_it_comes(site: Start, browse: Browse) -> None:
    """While somebody speaks, too; its bytes are counted, as one request."""
    meter = Meter()

    def play(talk: Talk) -> None:
        talk.hear()
        talk.say(b"go on")
        talk.hear()
        talk.say(b"ahead")

    def take(chunk: bytes) -> bool:
        heard.append(chunk)
        return True

    at = site(play)
    channel = browse(at.url, descriptors=Descriptors(99, meter)).channel()
    heard, ended = list[bytes](), list[RequestFailure | None]()
    assert channel.opened(lambda: _opened(channel), 5, None).body == b"go on"
    channel.listen(lambda: True, take, ended.append)
    channel.say(b"more\r\n\r\n", 5)
    until(lambda: not gevent.sleep(0) and ended)
    assert (heard, ended) == ([b"ahead", b""], [None])
    assert at.heard == [b"hello\r\n\r\n", b"more\r\n\r\n"]
    metered = meter.take()
    assert (metered.requests, metered.traffic_bytes, metered.connections) == (1, 9 + 5 + 5, 1)


def test_what_the_network_does_is_told(site: Start, browse: Browse) -> None:
    """As the failure that it is."""

    def play(talk: Talk) -> None:
        talk.hear()
        talk.say(b"x")
        talk.hear()
        talk.reset()

    channel = browse(site(play).url).channel()
    ended = list[RequestFailure | None]()
    channel.opened(lambda: _opened(channel), 5, None)
    channel.listen(lambda: True, lambda _chunk: True, ended.append)
    channel.say(b"go\r\n\r\n")
    until(lambda: not gevent.sleep(0) and ended)
    assert [one.reason for one in ended if one] == [Reason.RESET]
    with pytest.raises(ConnectionResetError, match="is closed"):
        channel.say(b"more")


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        (None, Reason.TIMEOUT),
        (Cut(after_s=0.05, reason=Reason.GAVE_UP), Reason.GAVE_UP),
        (Cut(after_s=0, reason=Reason.TAB_CLOSED), Reason.TAB_CLOSED),
        (Cut(after_s=60, reason=Reason.GAVE_UP), Reason.TIMEOUT),
    ],
)
def test_nobody_waits_longer_than_the_limit_or_the_patience(
    site: Start, browse: Browse, cut: Cut | None, reason: Reason
) -> None:
    """Whichever is over first."""
    channel = browse(site(lambda talk: talk.hear() and talk.wait()).url).channel()
    with pytest.raises(RequestFailure) as raised:
        channel.opened(lambda: _opened(channel), 0.2, cut)
    assert raised.value.reason is reason


def test_what_is_no_doing_of_the_network_is_no_failure(site: Start, browse: Browse) -> None:
    """The channel is closed all the same."""

    def bug() -> Answer:
        raise KeyError("bug")

    channel = browse(site(lambda talk: talk.wait()).url).channel()
    with pytest.raises(KeyError):
        channel.opened(bug, 5, None)
    with pytest.raises(ConnectionResetError):
        channel.hear()
