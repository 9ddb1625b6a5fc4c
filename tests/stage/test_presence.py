"""Claims about the presence of a site: whoever answers anything is there, and nobody else is."""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler

import pytest

from siaga.errors import UsageError
from siaga.sender import RUN_HEADER, Sender
from siaga.stage.presence import refuse_silence
from tests.served import served


def test_a_site_that_answers_is_there_whatever_it_says() -> None:
    """An error page is an answer; who asks is named."""
    named: list[str | None] = []

    class Broken(BaseHTTPRequestHandler):
        """Answers with an error."""

        def do_GET(self) -> None:
            """Answer."""
            named.append(self.headers[RUN_HEADER])
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served(Broken) as url:
        refuse_silence(url, Sender(run_id="day/1"))
    assert named == ["day/1"]


def test_a_site_that_does_not_answer_is_refused_with_what_to_do() -> None:
    """Nothing was sent yet, so nothing is lost."""
    with pytest.raises(UsageError, match=r"^host http://127.0.0.1:1: does not answer \(.*; start it"):
        refuse_silence("http://127.0.0.1:1", Sender(run_id="day/1"))
