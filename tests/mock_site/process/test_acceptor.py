"""The acceptor takes all who wait, and goes on where there was no room for a while."""

import asyncio
import errno
import socket
import time
from collections.abc import Iterator
from typing import cast

import pytest
import uvloop

from mock_site.process import acceptor
from mock_site.process.acceptor import MOST_AT_ONCE, Acceptor
from mock_site.process.listener import listener_on
from tests.mock_site.process.eventual import eventually

WAITING = 20


class Called(asyncio.Protocol):
    """A connection that says something and ends."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say it."""
        # uvloop's says that it is none, and is.
        cast("asyncio.WriteTransport", transport).write(b"here")
        transport.close()


class Refusing:
    """A listener at which accepting fails as often as it is told to.

    Args:
        listener: accepts otherwise.
        errors: in their order.
    """

    def __init__(self, listener: socket.socket, *errors: OSError) -> None:
        self._listener, self._errors = listener, [*errors]

    def fileno(self) -> int:
        """Give its descriptor."""
        return self._listener.fileno()

    def settimeout(self, seconds: float) -> None:
        """Set its timeout."""
        self._listener.settimeout(seconds)

    def accept(self) -> tuple[socket.socket, object]:
        """Fail, or accept."""
        if self._errors:
            raise self._errors.pop(0)
        return self._listener.accept()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Give a listener."""
    with listener_on("127.0.0.1", 0) as one:
        yield one


def callers(listener: socket.socket, count: int = 1) -> list[socket.socket]:
    """Connect, which the kernel does without anybody's accepting."""
    return [socket.create_connection(listener.getsockname()[:2]) for _ in range(count)]


async def heard(caller: socket.socket) -> bytes:
    """Give what is said on a connection."""
    with caller:
        caller.settimeout(0)
        return await asyncio.get_running_loop().sock_recv(caller, 9)


def test_all_who_wait_are_taken_in_one_round_of_a_busy_loop(listener: socket.socket) -> None:
    """However long a round lasts, nobody waits for many; uvloop itself takes one in each."""
    made: list[int] = []
    rounds = 0

    def called() -> asyncio.Protocol:
        """Note in which round somebody came."""
        made.append(rounds)
        return Called()

    async def busy() -> None:
        """Go round until all are there."""
        nonlocal rounds
        door = Acceptor(listener, called)
        while len(made) < WAITING:
            rounds += 1
            assert rounds < WAITING
            time.sleep(0.001)  # noqa: ASYNC251 - a busy loop is what this is about
            await asyncio.sleep(0)
        door.close()
        # Until the last one has ended, too.
        await asyncio.sleep(0.01)

    waiting = callers(listener, WAITING)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(busy())
    assert WAITING <= MOST_AT_ONCE
    assert len(set(made)) < WAITING / 2
    for one in waiting:
        one.close()


async def test_nobody_is_taken_after_the_end(listener: socket.socket) -> None:
    """Whoever has been taken stays; the listener is others', too, and stays open."""
    door = Acceptor(listener, Called)
    (first,) = callers(listener)
    assert await heard(first) == b"here"
    door.close()
    (second,) = callers(listener)
    await asyncio.sleep(0.01)
    again = Acceptor(listener, Called)
    assert await heard(second) == b"here"
    again.close()


async def test_one_who_has_gone_already_keeps_nobody_from_coming(listener: socket.socket) -> None:
    """Neither do a lack of descriptors, once it is over, and a signal."""
    refusing = Refusing(
        listener, ConnectionAbortedError(), InterruptedError(), OSError(errno.EMFILE, "none is left")
    )
    door = Acceptor(refusing, Called)  # type: ignore[arg-type]
    (caller,) = callers(listener)
    assert await heard(caller) == b"here"
    door.close()


async def test_without_descriptors_the_loop_is_left_in_peace(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is taken for a while; who closes meanwhile takes nobody afterwards either."""
    monkeypatch.setattr(acceptor, "PAUSE_S", 60.0)
    refusing = Refusing(listener, *(OSError(errno.EMFILE, "none is left") for _ in range(9)))
    door = Acceptor(refusing, Called)  # type: ignore[arg-type]
    (caller,) = callers(listener)

    async def has_asked() -> bool:
        """Tell whether it has tried."""
        return len(refusing._errors) < 9

    await eventually(has_asked)
    await asyncio.sleep(0.02)
    assert len(refusing._errors) == 8
    door.close()
    caller.close()


async def test_another_error_is_raised(listener: socket.socket) -> None:
    """The loop's own handler is told of it."""
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    door = Acceptor(Refusing(listener, OSError(errno.EPERM, "no")), Called)  # type: ignore[arg-type]
    (caller,) = callers(listener)
    assert await heard(caller) == b"here"
    door.close()
    assert len(told) == 1
