"""Claims about answers: text and JSON as the site meant them."""

import json

import pytest

from siaga.crowd.answer import Answer, AnswerError
from siaga.crowd.headers import Headers
from siaga.crowd.progress import Progress
from siaga.errors import SiagaError


def _answer(body: bytes, kind: bytes = b"") -> Answer:
    return Answer(
        status=200,
        headers=Headers([(b"content-type", kind)] if kind else []),
        body=body,
        path="/here",
        connect_s=0.0,
        first_byte_s=0.1,
        total_s=0.2,
        sent_bytes=1,
        received_bytes=2,
        requests=1,
    )


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("né".encode(), b"", "né"),
        ("né".encode("latin-1"), b"text/html; charset=ISO-8859-1", "né"),
        ("né".encode("utf-16"), b'text/html; CHARSET="utf-16"', "né"),
        (b"n\xe9", b"text/html", "n\ufffd"),
        (b"plain", b"text/html; charset=no-such-thing", "plain"),
        (b"plain", b"text/html; charset=base64", "plain"),
        (b"", b"", ""),
    ],
)
def test_text_is_read_in_the_charset_it_names(body: bytes, kind: bytes, text: str) -> None:
    """Without one, or with one that nobody knows, UTF-8 is read, and wrong bytes are shown as such."""
    assert _answer(body, kind).text() == text


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (b'{"seat": [1, null]}', {"seat": [1, None]}),
        (b'\xef\xbb\xbf{"seat": 1}', {"seat": 1}),
        ('{"seat": "é"}'.encode("utf-16"), {"seat": "é"}),
        (b'["\\ud800"]', ["\ud800"]),
        (b"[" * 300 + b"]" * 300, json.loads("[" * 300 + "]" * 300)),
    ],
    ids=["plain", "with-a-mark", "utf-16", "half-a-letter", "deep"],
)
def test_json_reads_what_the_body_holds(body: bytes, content: object) -> None:
    """Nothing is asked of the content type; what the fast reader does not take, the other does."""
    assert _answer(body).json() == content


@pytest.mark.parametrize("body", [b"<html>sorry</html>", b"", b"\xff\xfe\x00", b"[" * 200_000])
def test_a_body_that_is_no_json_is_an_error_that_shows_its_beginning(body: bytes) -> None:
    """A journey that expected JSON is told where and what came instead."""
    with pytest.raises(AnswerError, match="answer of /here with status 200: is no JSON") as raised:
        _answer(body).json()
    assert repr(body[:60]) in str(raised.value)
    assert isinstance(raised.value, SiagaError)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error": "queue"}', "queue"),
        (b'{"error": 3}', "3"),
        (b'{"error": null}', ""),
        (b"[1]", ""),
        (b"", ""),
    ],
)
def test_an_answer_says_a_thing_or_nothing(body: bytes, said: str) -> None:
    """Whoever asks what a no is for need not know that it is JSON."""
    assert _answer(body).said("error") == said


@pytest.mark.parametrize(
    ("field", "asked_s"),
    [
        (b"7", 7.0),
        (b" 12 ", 12.0),
        (b"9" * 400, 1e9),
        (b"Fri, 31 Dec 1999 23:59:59 GMT", None),
        (b"-1", None),
        (b"\xb2", None),
    ],
)
def test_a_site_may_ask_to_be_left_alone_for_some_seconds(field: bytes, asked_s: float | None) -> None:
    """Dates are not read, and without the field it asks for nothing."""
    answer = _answer(b"")
    answer.headers = Headers([(b"retry-after", field)])
    assert answer.retry_after_s == asked_s
    assert _answer(b"").retry_after_s is None


def test_the_time_of_an_answer_is_taken_apart() -> None:
    """Look-up, connecting, TLS, first byte and body make up the whole."""
    answer = _answer(b"")
    answer.connect_s, answer.lookup_s, answer.tls_s = 0.6, 0.1, 0.3
    answer.first_byte_s, answer.total_s = 1.0, 1.5
    assert answer.parts_s == pytest.approx((0.1, 0.2, 0.3, 0.4, 0.5))


@pytest.mark.parametrize(
    ("line_s", "parts_s"), [(0.3, (0.1, 0.1)), (0.45, (0.05, 0.0)), (9.0, (0.0, 0.0))]
)
def test_a_slow_line_is_no_part_of_the_sites_time(line_s: float, parts_s: tuple[float, float]) -> None:
    """It is taken off the body first, then off the wait."""
    slow = _answer(b"")
    slow.first_byte_s, slow.total_s, slow.line_s = 0.1, 0.5, line_s
    assert slow.parts_s == pytest.approx((0.0, 0.0, 0.0, *parts_s))


def test_an_answer_takes_its_numbers_from_how_far_its_request_has_come() -> None:
    """Times count from its beginning."""
    progress = Progress(10.0)
    progress.connect_s, progress.lookup_s, progress.tls_s = 0.5, 0.125, 0.25
    progress.first_byte_at_s, progress.line_s = 11.0, 0.75
    progress.sent_bytes, progress.received_bytes, progress.requests = 7, 9, 2
    made = Answer.of(progress, 12.0, status=200, headers=Headers([]), body=b"page", path="/here")
    assert (made.status, made.body, made.path) == (200, b"page", "/here")
    assert (made.connect_s, made.lookup_s, made.tls_s) == (0.5, 0.125, 0.25)
    assert (made.first_byte_s, made.total_s, made.line_s) == (1.0, 2.0, 0.75)
    assert (made.sent_bytes, made.received_bytes, made.requests) == (7, 9, 2)
