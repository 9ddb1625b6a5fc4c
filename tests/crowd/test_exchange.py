"""Claims about exchanges: answered or not, never both."""

from collections.abc import Sequence

import pytest

from siaga.crowd.answer import Answer
from siaga.crowd.exchange import TOLD_BYTES, Exchange
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.headers import Field, Headers


def answer_with(
    *,
    status: int = 503,
    headers: Sequence[Field] = (),
    body: bytes = b"",
    total_s: float = 0.0,
    line_s: float = 0.0,
) -> Answer:
    """Give an answer, of which a test says what matters to it."""
    return Answer(
        status=status,
        headers=Headers(headers),
        body=body,
        path="/",
        connect_s=0.0,
        first_byte_s=total_s / 2,
        total_s=total_s,
        sent_bytes=10,
        received_bytes=20,
        requests=3,
        line_s=line_s,
    )


ANSWER = answer_with()
RESET = Exchange(failure=RequestFailure(Reason.RESET, Sent.SOMETHING, ""))


def _failed(sent: Sent) -> Exchange:
    return Exchange(failure=RequestFailure(Reason.TIMEOUT, sent, "no whole answer"))


def test_an_answer_is_good_if_its_status_is_expected() -> None:
    """The reason is empty then, else it names the status."""
    exchange = Exchange(answer=ANSWER)
    assert exchange.reason({503}) == ""
    assert exchange.reason(range(200, 300)) == "status 503"
    assert (exchange.requests, exchange.received_bytes) == (3, 20)


def test_a_failure_is_never_good() -> None:
    """Its reason is from the closed set; a request counts as sent if a byte of it may have left."""
    assert _failed(Sent.SOMETHING).reason({200}) == "timeout"
    assert (_failed(Sent.SOMETHING).requests, _failed(Sent.SOMETHING).received_bytes) == (1, 0)
    assert _failed(Sent.NOTHING).requests == 0


def test_an_exchange_has_exactly_one_end() -> None:
    """Both or neither is an error."""
    with pytest.raises(ValueError, match="exchange: has to have either an answer or a failure"):
        Exchange()
    with pytest.raises(ValueError, match="either an answer or a failure"):
        Exchange(answer=ANSWER, failure=RequestFailure(Reason.RESET, Sent.NOTHING, ""))


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(200, None), (409, None), (429, "429"), (499, None), (500, "5xx"), (599, "5xx")],
)
def test_a_site_in_trouble_is_told_from_one_that_says_no(status: int, trouble: str | None) -> None:
    """A refusal is an answer that stands, whether a journey expects it or not."""
    assert Exchange(answer=answer_with(status=status)).trouble == trouble


@pytest.mark.parametrize("status", [200, 403, 429, 500, 502, 503, 504])
def test_a_site_turns_away_with_two_statuses(status: int) -> None:
    """Any other says something of the request, or that the site failed at it."""
    assert Exchange(answer=answer_with(status=status)).rejected is (status in {429, 503})


def test_who_gets_no_answer_was_not_turned_away() -> None:
    """The site may have worked on it."""
    assert not RESET.rejected


def test_no_answer_is_trouble() -> None:
    """Whatever came in between; its reason is kept."""
    assert (RESET.trouble, RESET.failed_for) == ("no-answer", Reason.RESET)
    assert Exchange(answer=ANSWER).failed_for is None


@pytest.mark.parametrize(
    ("status", "blocks"),
    [(200, False), (401, False), (403, True), (408, True), (409, False), (429, True), (503, False)],
)
def test_a_site_that_turns_somebody_away_blocks(status: int, *, blocks: bool) -> None:
    """Unless that is an answer that the step expects; one that is busy blocks nobody."""
    exchange = Exchange(answer=answer_with(status=status))
    assert exchange.blocks({200}) is blocks
    assert not exchange.blocks({status})


@pytest.mark.parametrize(
    ("reason", "blocks"),
    [
        (Reason.CLOSED, True),
        (Reason.RESET, True),
        (Reason.REFUSED, True),
        (Reason.TIMEOUT, False),
        (Reason.DESCRIPTORS, False),
        (Reason.GAVE_UP, False),
    ],
)
def test_a_connection_that_the_site_ends_blocks(reason: Reason, *, blocks: bool) -> None:
    """One that the visitor has ended, or this machine, or nobody, does not."""
    ended = Exchange(failure=RequestFailure(reason, Sent.SOMETHING, ""))
    assert ended.blocks({200}) is blocks


def test_the_line_of_a_visitor_is_known_of_an_answer_alone() -> None:
    """Of a failure all time is the site's."""
    assert Exchange(answer=answer_with(line_s=1.5)).line_s == 1.5
    assert RESET.line_s == 0.0


def test_only_an_answer_has_parts() -> None:
    """A request that failed has none, however far it came."""
    answer = answer_with(total_s=0.5)
    assert Exchange(answer=answer).parts_s == (0.0, 0.0, 0.0, 0.25, 0.25)
    assert RESET.parts_s is None


def test_what_was_told_is_an_answer_s_status_and_beginning_or_why_there_is_none() -> None:
    """However long the body is."""
    body = b"no seat " * 1_000
    told = Exchange(answer=answer_with(body=body)).told
    assert told == f"status 503: {body[:TOLD_BYTES].decode()}"
    assert RESET.told == str(RESET.failure)
