"""Claims about examples: a line that helps whoever looks for the cause, and gives nothing away."""

import pytest

from siaga.crowd.example import MOST, example
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import Reason, RequestFailure, Sent
from tests.crowd.test_exchange import answer_with


def _told(body: bytes) -> str:
    return example(Exchange(answer=answer_with(body=body)).told)


def test_an_answer_is_shown_with_its_status_in_one_line() -> None:
    """White space and what cannot be printed become one space; wrong bytes are seen as such."""
    assert _told(b"<h1>Busy</h1>\r\n\t<p>Come\x00again") == "status 503: <h1>Busy</h1> <p>Come again"
    assert _told(b"\xff") == "status 503: \ufffd"
    assert _told(b"") == "status 503"


def test_a_failure_is_shown_by_its_sentence() -> None:
    """Nothing else is known of it."""
    failure = RequestFailure(Reason.RESET, Sent.SOMETHING, "http://site: connection reset by peer")
    assert example(Exchange(failure=failure).told) == "http://site: connection reset by peer"


@pytest.mark.parametrize(
    "secret", ["a" * 20, "eyJhbGciOiJIUzI1NiJ9_-", "0123456789abcdef0123456789abcdef"]
)
def test_what_may_be_a_secret_is_left_out(secret: str) -> None:
    """Keys and tokens are long and have no space in them; words have."""
    said = _told(f'{{"token": "{secret}", "error": "no seat"}}'.encode())
    assert said == 'status 503: {"token": "…", "error": "no seat"}'


def test_an_example_is_short() -> None:
    """However long the answer is, or what else was told."""
    for said in (_told(b"no seat " * 100_000), example("no seat " * 100_000)):
        assert (len(said), said[-1]) == (MOST, "…")
