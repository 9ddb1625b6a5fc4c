"""Claims about the knock at a master's seat: who opens, who does not, and who is somebody else."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import zmq

from siaga.errors import UsageError
from siaga.stage.free_port import free_port
from siaga.stage.knock import LISTEN_WAIT_S, Knock
from siaga.stage.seat import Seat


def _never() -> bool:
    return False


class Hours:
    """A clock that goes on whenever somebody sleeps.

    Attributes:
        now_s: what it shows.
    """

    def __init__(self) -> None:
        self.now_s = 0.0

    def now(self) -> float:
        """Look at it."""
        return self.now_s

    def sleep(self, for_s: float) -> None:
        """Let it go on."""
        self.now_s += for_s


@contextmanager
def _listening(says: bytes) -> Iterator[Seat]:
    """Listen once, say something and hang up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            line, _ = server.accept()
            with line:
                line.sendall(says)

        answering = threading.Thread(target=answer)
        answering.start()
        yield Seat(port=server.getsockname()[1])
        answering.join()


def test_a_master_of_locust_is_known_by_what_it_says_first() -> None:
    """It has the socket that Locust's has."""
    with zmq.Context() as context, context.socket(zmq.ROUTER) as router:
        port = router.bind_to_random_port("tcp://127.0.0.1")
        assert Knock(Seat(port=port)).heard(_never)


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 400 Bad Request\r\n", b"\xff" * 10])
def test_whoever_else_listens_is_no_master(says: bytes) -> None:
    """A worker would ask it again and again, for minutes."""
    with _listening(says) as seat, pytest.raises(UsageError, match="is no master of Locust"):
        Knock(seat).heard(_never)


def test_nobody_who_listens_is_waited_for_a_minute() -> None:
    """Then it is an error, which says what to do."""
    hours = Hours()
    seat = Seat(port=free_port())
    with pytest.raises(UsageError) as told:
        Knock(seat, hours.now, hours.sleep).heard(_never)
    assert str(told.value).startswith(f"--master {seat}: nobody listens there within 60 s (")
    assert LISTEN_WAIT_S <= hours.now_s < LISTEN_WAIT_S + 1


def test_a_host_that_is_none_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting would not give it an address."""

    def unknown(*_where: object, **_how: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", unknown)
    with pytest.raises(UsageError, match="there is no such host \\(Name or service not known\\)"):
        Knock(Seat(host="nowhere.test")).heard(_never)


def test_a_wait_that_somebody_ends_is_no_error() -> None:
    """Nobody was heard."""
    asked = iter([False, False, True])
    hours = Hours()
    assert not Knock(Seat(port=free_port()), hours.now, hours.sleep).heard(lambda: next(asked))
    assert hours.now_s < 1
