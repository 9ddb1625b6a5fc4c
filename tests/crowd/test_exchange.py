"""Claims about exchanges: answered or not, never both."""

from dataclasses import replace

import pytest

from siaga.crowd.answer import Answer
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.headers import Headers

ANSWER = Answer(
    status=503,
    headers=Headers([]),
    body=b"",
    path="/",
    connect_s=0.0,
    first_byte_s=0.0,
    total_s=0.0,
    sent_bytes=10,
    received_bytes=20,
    requests=3,
)

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
    assert Exchange(answer=replace(ANSWER, status=status)).trouble == trouble


@pytest.mark.parametrize("status", [200, 403, 429, 500, 502, 503, 504])
def test_a_site_turns_away_with_two_statuses(status: int) -> None:
    """Any other says something of the request, or that the site failed at it."""
    assert Exchange(answer=replace(ANSWER, status=status)).rejected is (status in {429, 503})


def test_who_gets_no_answer_was_not_turned_away() -> None:
    """The site may have worked on it."""
    assert not RESET.rejected


def test_no_answer_is_trouble() -> None:
    """Whatever came in between; its reason is kept."""
    assert (RESET.trouble, RESET.failed_for) == ("no-answer", Reason.RESET)
    assert Exchange(answer=ANSWER).failed_for is None
