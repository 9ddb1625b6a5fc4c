"""Claims about promises: what a visitor sees of an answer, for the table to judge."""

import json

import pytest

from siaga.crowd.answer import Answer
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.headers import Headers
from siaga.crowd.promise import Promise, observe
from siaga.ledger.outcome import Observation

SEAT = Promise(person="31", receipt="seat")


def _answered(body: bytes, status: int = 201, *headers: tuple[bytes, bytes]) -> Exchange:
    return Exchange(
        answer=Answer(
            status=status,
            headers=Headers(headers),
            body=body,
            path="/join",
            connect_s=0.0,
            first_byte_s=0.0,
            total_s=0.0,
            sent_bytes=1,
            received_bytes=1,
            requests=1,
        )
    )


@pytest.mark.parametrize(
    ("body", "receipt", "other"),
    [
        (b'{"seat": "s-1"}', "s-1", False),
        (b'{"seat": 17, "person": "31"}', "17", False),
        (b'{"seat": "s-1", "person": 31}', "s-1", False),
        (b'{"seat": "s-1", "person": null}', "s-1", False),
        (b'{"seat": "s-1", "person": "32"}', "s-1", True),
        (b'{"seat": null}', "", False),
        (b'{"seat": ""}', "", False),
        (b"{}", "", False),
        (b'["seat"]', "", False),
        (b"null", "", False),
    ],
)
def test_an_answer_grants_what_its_receipt_names(
    body: bytes,
    receipt: str,
    other: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """No receipt, no grant; and another person's is seen as such, however the number is written."""
    assert observe(_answered(body), SEAT) == Observation(
        sent=True,
        status=201,
        receipt=receipt,
        other_person=other,
        body=json.loads(body),
        why="status 201",
    )


@pytest.mark.parametrize("body", [b"<html>Welcome, seat s-1</html>", b"", b'{"seat": "s-1"', b"\xff"])
def test_an_answer_that_is_no_json_has_no_body_to_ask_for(body: bytes) -> None:
    """It grants nothing either."""
    assert observe(_answered(body), SEAT) == Observation(sent=True, status=201, why="status 201")


def test_a_site_that_does_not_repeat_the_person_is_not_asked_to() -> None:
    """With no echo named, whatever stands there is no witness."""
    silent = Promise(person="31", receipt="seat", echo="")
    seen = observe(_answered(b'{"seat": "s", "person": "32"}'), silent)
    assert not seen.other_person


def test_the_mark_of_a_site_that_did_nothing_is_seen() -> None:
    """It makes a refusal of an error."""
    marked = _answered(b"", 503, (b"x-not-processed", b"1"))
    assert observe(marked, SEAT) == Observation(
        sent=True, status=503, not_processed=True, why="status 503"
    )


@pytest.mark.parametrize(("sent", "seen"), [(Sent.NOTHING, False), (Sent.SOMETHING, True)])
def test_a_failure_shows_whether_anything_was_sent(
    sent: Sent,
    seen: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """And why there is no answer."""
    failed = Exchange(failure=RequestFailure(Reason.RESET, sent, "cut off"))
    assert observe(failed, SEAT) == Observation(sent=seen, why="reset")


def _stamp(answer: Answer) -> object:
    seat = answer.text().partition("seat ")[2].partition("<")[0]
    return {"said": "yes", "seat": seat} if seat else {"said": "no"}


@pytest.mark.parametrize(
    ("page", "receipt", "said"),
    [
        (b"<p>Welcome, seat s-1</p>", "s-1", {"said": "yes", "seat": "s-1"}),
        (b"<p>No</p>", "", {"said": "no"}),
    ],
)
def test_a_site_that_answers_with_pages_is_read_by_the_journey(
    page: bytes, receipt: str, said: object
) -> None:
    """What it makes of a page counts as JSON does, for the receipt and for the rows of a scenario."""
    seen = observe(_answered(page, 200), Promise(person="31", receipt="seat", reads=_stamp))
    assert seen == Observation(sent=True, status=200, receipt=receipt, body=said, why="status 200")


def test_a_person_that_is_no_text_is_refused() -> None:
    """No roll would name them: the audit would find a promise for nobody."""
    with pytest.raises(TypeError, match="person 12: is no text"):
        Promise(person=12, receipt="seat")  # type: ignore[arg-type]
