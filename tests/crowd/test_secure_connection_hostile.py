"""Claims about TLS that somebody meddles with: what was changed on the way is never an answer."""

import ssl
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent
from tests.crowd.hostile_site import CERTIFICATE, HostileSite, Talk, ok, says, serving_tls

BODY = b"hello" * 100
ENDS = {Reason.TLS, Reason.CLOSED, Reason.RESET}
CALM = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])

Meddle = Callable[[bytes], bytes]
"""Gives what comes of the records of an answer."""


@pytest.fixture(scope="module")
def meddled() -> Iterator[HostileSite]:
    """A site whose script each example exchanges; TLS is the script's own."""
    made = HostileSite(says())
    yield made
    made.close()


def _asked(at: HostileSite) -> tuple[Reason | None, Sent | None, bytes]:
    tls = ssl.create_default_context(cafile=CERTIFICATE)
    me = Browser(f"https://localhost:{at.port}", deadline_s=10.0, tls=tls)
    try:
        return None, None, me.post("/", json={}).body
    except RequestFailure as failure:
        return failure.reason, failure.sent, b""
    finally:
        me.close()


class _Records:
    """The site's side of TLS, whose records can be seen before they go out."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = serving_tls().wrap_bio(self._incoming, self.outgoing, server_side=True)

    def done(self, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it gives
        """Work, and take records of the visitor's as long as they are missing."""
        while True:
            try:
                return work()
            except ssl.SSLWantReadError:
                self._talk.say(self.outgoing.read())
                self._incoming.write(self._talk.socket.recv(65_536))
                if not self._incoming.pending:
                    raise OSError("gone") from None


def _answers(meddle: Meddle, records: int) -> Callable[[Talk], None]:
    """Give the script of a site whose answer, in so many records, somebody meddles with."""

    def play(talk: Talk) -> None:
        side = _Records(talk)
        side.done(side.tls.do_handshake)
        request = b""
        while not request.endswith(b"{}"):
            request += side.done(lambda: side.tls.read(65_536))
        talk.say(side.outgoing.read())
        answer = ok(BODY)
        size = -(-len(answer) // records)
        for begin in range(0, len(answer), size):
            side.tls.write(answer[begin : begin + size])
        talk.say(meddle(side.outgoing.read()))

    return play


def _flipped(at: int, mask: int) -> Meddle:
    def meddle(said: bytes) -> bytes:
        place = at % len(said)
        return said[:place] + bytes([said[place] ^ mask]) + said[place + 1 :]

    return meddle


def _cut(at: int) -> Meddle:
    return lambda said: said[: at % len(said)]


def _put_in(at: int, more: bytes) -> Meddle:
    return lambda said: said[: at % len(said)] + more + said[at % len(said) :]


_places = st.integers(0, 5_000)
meddling = st.one_of(
    st.builds(_flipped, _places, st.integers(1, 255)),
    st.builds(_cut, _places),
    st.builds(_put_in, _places, st.binary(min_size=1, max_size=30)),
    st.just(lambda said: said[len(said) // 2 :] + said[: len(said) // 2]),
)


@CALM
@given(meddle=meddling, records=st.integers(1, 4))
def test_an_answer_that_was_changed_on_the_way_is_none(
    meddled: HostileSite, meddle: Meddle, records: int
) -> None:
    """A letter that is another, that is missing, or that is more: at any place of any record."""
    meddled.script = _answers(meddle, records)
    reason, sent, _ = _asked(meddled)
    assert reason in ENDS
    assert sent is Sent.SOMETHING


@pytest.mark.parametrize("records", [1, 3])
def test_an_answer_with_which_nobody_meddles_is_one(meddled: HostileSite, records: int) -> None:
    """Of as many records as it likes."""
    meddled.script = _answers(bytes, records)
    assert _asked(meddled) == (None, None, BODY)


_handshakes = st.builds(
    lambda kind, version, size, content: bytes([kind, 3, version]) + size.to_bytes(2) + content,
    st.sampled_from([20, 21, 22, 23, 24]),
    st.integers(0, 4),
    st.sampled_from([0, 2, 40, 16_384, 65_535]),
    st.binary(max_size=60),
)


@CALM
@given(
    said=st.lists(st.binary(max_size=40) | _handshakes, max_size=4).map(b"".join), resets=st.booleans()
)
def test_whatever_is_said_in_place_of_a_handshake_nothing_is_sent(
    meddled: HostileSite, said: bytes, *, resets: bool
) -> None:
    """Records of every kind, alerts, noise, and then the end: a failure before there is a request."""

    def play(talk: Talk) -> None:
        talk.socket.recv(65_536)
        talk.say(said)
        if resets:
            talk.reset()

    meddled.script = play
    reason, sent, _ = _asked(meddled)
    assert reason in ENDS
    assert sent is Sent.NOTHING
