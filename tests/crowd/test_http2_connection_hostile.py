"""Claims about HTTP/2 at a hostile site: whatever it says, a request ends, and the next one is sound."""

import time
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.cut import Cut
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.reader import Limits
from tests.crowd.drawn_frames import Say, everything, spoken
from tests.crowd.hostile_site import HostileSite, Script, in_turn, says
from tests.crowd.stream_talk import StreamTalk, offering_http2, streams

ENDS = {Reason.CLOSED, Reason.RESET, Reason.BAD_ANSWER, Reason.TOO_LARGE}
IMPATIENT = Cut(after_s=0.2, reason=Reason.GAVE_UP)
LIMITS = Limits(head_bytes=4_000, body_bytes=3_000)


@pytest.fixture(scope="module")
def hostile() -> Iterator[HostileSite]:
    """A site whose script each example exchanges."""
    made = HostileSite(says(), secure=True, protocols=("h2",))
    yield made
    made.close()


def _well(talk: StreamTalk) -> None:
    while True:
        talk.say(talk.hear().stream, b"well")


def _plays(every: Sequence[Say], splits: int, end: str) -> Script:
    stream = spoken(every)

    def play(talk: StreamTalk) -> None:
        talk.hear()
        for begin in range(0, len(stream), splits):
            talk.talk.say(stream[begin : begin + splits])
        if end == "reset":
            talk.talk.reset()
        elif end == "good-bye":
            talk.talk.end()
        elif end == "close":
            talk.talk.socket.close()

    return streams(play)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    every=everything,
    splits=st.sampled_from([1, 9, 30, 100_000]),
    end=st.sampled_from(["close", "good-bye", "good-bye", "reset", "wait"]),
    method=st.sampled_from(["GET", "POST", "HEAD"]),
)
def test_whatever_a_site_says_a_request_ends_and_the_next_one_is_sound(
    hostile: HostileSite, every: list[Say], splits: int, end: str, method: str
) -> None:
    """Frames of every kind, sound and broken, in random pieces and with any end."""
    hostile.script = in_turn(_plays(every, splits, end), *[streams(_well)] * 30)
    tls = offering_http2()
    me = Browser(hostile.url, deadline_s=10.0, tls=tls, http2=tls, limits=LIMITS)
    began_s = time.perf_counter()
    ended: Answer | RequestFailure
    try:
        ended = me.request(method, "/", json={} if method == "POST" else None, cut=IMPATIENT)
    except RequestFailure as failure:
        ended = failure
    assert time.perf_counter() - began_s < 2.0
    if isinstance(ended, RequestFailure):
        gave_up = ended.reason is Reason.GAVE_UP
        assert gave_up or (ended.reason in ENDS and ended.sent is Sent.SOMETHING)
    else:
        assert 200 <= ended.status <= 999
        assert len(ended.body) <= LIMITS.body_bytes
        assert not (ended.body and (method == "HEAD" or ended.status in {204, 304}))
    me.hang_up()
    assert me.get("/").body == b"well"
    me.close()
