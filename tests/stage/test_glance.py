"""Claims about a glance: whatever a site does, there is a status or a reason in time."""

import pytest

from siaga.sender import Sender
from siaga.stage.glance import glance
from siaga.web import WebError
from tests.stage.agreeing_target import NAME, target_of
from tests.stage.test_question import dripping

HERE = Sender(run_id="gate/1", host=NAME, addresses=("127.0.0.1",))


@pytest.mark.parametrize("status", [200, 302, 503])
def test_a_page_has_its_status(status: int) -> None:
    """No redirect is followed, and the request names the run."""
    with target_of(lambda _nonce: (status, b"x")) as (url, heard):
        assert glance(f"{url}/home", HERE, 5.0) == status
    assert [one["Siaga-Run"] for one in heard] == ["gate/1"]


@pytest.mark.parametrize(
    "portion", [b"HTTP/1.1 200 " + b"O" * 10_000, b"HTTP/1.1 200 OK\r\nX: " + b"a" * 10_000]
)
def test_a_site_that_drips_has_not_answered(portion: bytes) -> None:
    """Whoever waits for the end of it would see nothing else of the run any more."""
    with dripping(portion) as port, pytest.raises(WebError, match=r"no answer within 0\.2 s"):
        glance(f"http://127.0.0.1:{port}/", Sender(), 0.2)


def test_a_body_without_an_end_is_left_unread() -> None:
    """The status is there."""
    with dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 10_000) as port:
        assert glance(f"http://127.0.0.1:{port}/", Sender(), 30.0) == 200


def test_nobody_there_is_a_reason() -> None:
    """Port 9 takes no connection here."""
    with pytest.raises(WebError, match=r"no answer \(ClientConnectorError\)"):
        glance("http://127.0.0.1:9/", Sender(), 5.0)
