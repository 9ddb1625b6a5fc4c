"""Claims about connections: what passes through the proxy is what would pass without it."""

import re
import socket
from pathlib import Path

import pytest

from tests.faults.on_the_way import (
    RST,
    Entrance,
    Running,
    echo,
    eventually,
    exactly,
    rest,
    unused_port,
    upstream,
)

MEGABYTE = 1024 * 1024


def _open(way: Entrance) -> int:
    return int(way.facts()["counts"]["open"])


def test_bytes_pass_both_ways_unchanged_and_are_counted(way: Entrance) -> None:
    """More than any buffer holds at once."""
    message = bytes(range(256)) * 4096 * 4
    with way.dial() as client:
        for start in range(0, len(message), 65_536):
            piece = message[start : start + 65_536]
            client.sendall(piece)
            assert exactly(client, len(piece)) == piece
        assert way.facts()["counts"]["downstream_bytes"] == len(message)
        assert _open(way) == 1
    eventually(lambda: _open(way) == 0)
    counts = way.facts()["counts"]
    assert (counts["connections"], counts["upstream_bytes"], counts["resets"]) == (1, len(message), 0)


def test_what_is_sent_before_the_upstream_is_there_is_not_lost(way: Entrance) -> None:
    """A client is taken first and its upstream called then."""
    assert [way.exchange(b"hello") for _ in range(50)] == [b"hello"] * 50


def test_one_direction_can_end_before_the_other(process: Running) -> None:
    """A client that has said all still hears the answer; so does an upstream."""
    heard: list[bytes] = []

    def late(peer: socket.socket) -> None:
        peer.sendall(b"welcome")
        peer.shutdown(socket.SHUT_WR)
        heard.append(rest(peer))

    with upstream(late) as address:
        way = process.entrance(address)
        with way.dial() as client:
            assert rest(client) == b"welcome"
            client.sendall(b"good")
            client.sendall(b"bye")
        eventually(lambda: heard == [b"goodbye"])
        eventually(lambda: _open(way) == 0)


def test_a_reset_of_the_upstream_reaches_the_client(process: Running) -> None:
    """As a reset, not as an end: it would take half an answer for a whole one."""

    def rude(peer: socket.socket) -> None:
        peer.recv(1)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
        peer.close()

    with upstream(rude) as address:
        way = process.entrance(address)
        with way.dial() as client:
            client.sendall(b"x")
            with pytest.raises(ConnectionResetError):
                client.recv(1)
        eventually(lambda: _open(way) == 0)
        assert way.facts()["counts"]["resets"] == 1


def test_a_reset_of_the_client_reaches_the_upstream(process: Running) -> None:
    """Who waits for more must not wait for ever."""
    ended: list[str] = []

    def waiting(peer: socket.socket) -> None:
        peer.sendall(b"x")
        try:
            peer.recv(1)
        except ConnectionResetError:
            ended.append("reset")
            raise

    with upstream(waiting) as address:
        way = process.entrance(address)
        client = way.dial()
        client.recv(1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
        client.close()
        eventually(lambda: ended == ["reset"])
        eventually(lambda: _open(way) == 0)


@pytest.mark.parametrize("known", [False, True])
def test_a_client_without_an_upstream_is_reset(process: Running, known: bool) -> None:  # noqa: FBT001 - a case
    """Nobody knows where it is, or nobody listens there."""
    way = process.entrance(f"127.0.0.1:{unused_port()}" if known else "")
    # The reset may be there before the dialling has come back.
    with pytest.raises(ConnectionResetError), way.dial() as client:
        client.recv(1)
    eventually(lambda: _open(way) == 0)
    assert way.facts()["counts"]["upstream_failures"] == 1


def test_an_upstream_that_is_told_later_is_used_from_then_on(process: Running) -> None:
    """Where the site is, it says only when it has started."""
    way = process.entrance("")
    with upstream(echo) as address:
        process.call("POST", f"/proxies/{way.name}", {"upstream": address})
        assert way.exchange(b"hello") == b"hello"


@pytest.mark.parametrize("toxic", ["", "latency"])
def test_a_slow_reader_fills_no_memory(process: Running, toxic: str) -> None:
    """Whoever sends is stopped when the way has filled, also behind a toxic that holds back."""
    with upstream(lambda peer: _flood(peer, 64)) as address:
        way = process.entrance(address)
        if toxic:
            way.add(toxic, latency=10)
        before = _resident_bytes(process)
        with way.dial() as client:
            eventually(lambda: _stands_still(way))
            assert _resident_bytes(process) - before < 16 * MEGABYTE
            assert len(rest(client)) == 64 * MEGABYTE
        eventually(lambda: _open(way) == 0)


def test_a_proxy_that_ends_cuts_its_connections(process: Running) -> None:
    """And gives its port back."""
    with upstream() as address:
        way = process.entrance(address)
        with way.dial() as client:
            client.sendall(b"x")
            assert client.recv(1) == b"x"
            process.call("DELETE", f"/proxies/{way.name}")
            assert client.recv(1) == b""
        with socket.create_server(("127.0.0.1", way.port)):
            pass


def test_what_is_cut_in_the_moment_it_begins_is_gone(process: Running) -> None:
    """Nothing is kept of it, however far it had come."""
    with upstream() as address:
        way = process.entrance(address)
        for _ in range(20):
            clients = [way.dial() for _ in range(20)]
            process.call("POST", f"/proxies/{way.name}", {"enabled": False})
            process.call("POST", f"/proxies/{way.name}", {"enabled": True})
            for client in clients:
                client.close()
        eventually(lambda: _open(way) == 0)
        assert way.exchange(b"hello") == b"hello"


def test_what_waits_to_be_closed_is_cut_as_well(process: Running) -> None:
    """A reader that never reads on would keep it for ever."""
    with upstream(lambda peer: _flood(peer, 64)) as address:
        way = process.entrance(address)
        with way.dial():
            eventually(lambda: _stands_still(way))
            way.add("timeout", timeout=1)
            eventually(lambda: way.counts("timeout")["closes"] == 1)
            assert _open(way) == 1
            process.call("POST", f"/proxies/{way.name}", {"enabled": False})
            eventually(lambda: _open(way) == 0)


def _flood(peer: socket.socket, megabytes: int) -> None:
    for _ in range(megabytes):
        peer.sendall(bytes(MEGABYTE))


def _stands_still(way: Entrance) -> bool:
    """Whether bytes were handed on, and no more are between two looks."""
    passed = [way.facts()["counts"]["downstream_bytes"] for _ in range(10)]
    return bool(passed[0] > 0 and passed[0] == passed[-1])


def _resident_bytes(process: Running) -> int:
    status = Path(f"/proc/{process.process.pid}/status").read_text("utf-8")
    (found,) = re.findall(r"VmRSS:\s+(\d+) kB", status)
    return int(found) * 1024
