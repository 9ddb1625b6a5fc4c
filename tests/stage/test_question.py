"""Claims about the question to a target: whatever it does, there is soon an answer or a reason."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from siaga.sender import Sender
from siaga.stage import question
from siaga.stage.examination import QuestionError
from siaga.stage.question import ask
from tests.stage.agreeing_target import NAME, target_of

HERE = Sender(host=NAME, addresses=("127.0.0.1",))


def test_the_body_of_the_answer_is_given_and_the_question_names_its_sender() -> None:
    """The name is not looked up: nobody knows it."""
    with target_of(lambda nonce: (200, nonce.encode())) as (url, heard):
        assert ask(url, HERE, "abc") == b"abc"
    assert heard[0]["Host"] == url.removeprefix("http://")
    assert (heard[0]["Siaga-Run"], heard[0]["User-Agent"][:5]) == ("none", "siaga")


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (301, r"a redirect \(301\), which is not followed"),
        (307, "redirect"),
        (404, r"has no /\.well-known/siaga \(404\), hence has not agreed"),
        (503, "it answers 503; 200 is needed"),
    ],
)
def test_an_answer_that_is_none_is_told(status: int, problem: str) -> None:
    """And nobody else is asked."""
    with (
        target_of(lambda _nonce: (status, b"")) as (url, heard),
        pytest.raises(QuestionError, match=problem),
    ):
        ask(url, HERE, "abc")
    assert len(heard) == 1


def test_a_large_answer_is_not_read_to_its_end() -> None:
    """4 KiB are more than enough."""
    with (
        target_of(lambda _nonce: (200, bytes(4_097))) as (url, _heard),
        pytest.raises(QuestionError, match="is over 4,096 bytes"),
    ):
        ask(url, HERE, "abc")


@contextmanager
def dripping(portion: bytes) -> Iterator[int]:
    """Listen, and say a byte every now and then for ever; gives the port."""
    over = threading.Event()

    def drip() -> None:
        """Serve one connection."""
        connection, _ = listening.accept()
        with connection:
            for byte in portion:
                if over.wait(0.02):
                    return
                connection.sendall(bytes([byte]))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            thread.join()


def test_a_target_that_drips_is_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline is for the whole answer, not for its next byte."""
    monkeypatch.setattr(question, "DEADLINE_S", 0.2)
    with (
        dripping(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 10_000) as port,
        pytest.raises(QuestionError, match=r"no whole answer within 0\.2 s"),
    ):
        ask(f"http://{NAME}:{port}", HERE, "abc")


def test_a_target_that_is_not_there_is_told() -> None:
    """In one line."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        with pytest.raises(QuestionError, match=r"there is no answer \(ClientConnectorError"):
            ask(f"http://{NAME}:{probe.getsockname()[1]}", HERE, "abc")


def test_what_a_target_says_does_not_act_on_a_terminal() -> None:
    """No escape sequence of its answer is passed on."""
    with (
        dripping(b"HTTP/1.1 \x1b[31mred\x07\r\n\r\n") as port,
        pytest.raises(QuestionError) as raised,
    ):
        ask(f"http://{NAME}:{port}", HERE, "abc")
    assert str(raised.value).isprintable()
