"""Claims about toxics on connections that live: they begin at once, change, and let go."""

import socket
import time

import pytest

from tests.faults.on_the_way import Entrance, Posts, Running, eventually, exactly, rest, upstream

LONG_MS = 600_000


def _talking(way: Entrance) -> socket.socket:
    """Give a connection on which something was said and answered."""
    client = way.dial()
    client.sendall(b"hello")
    assert exactly(client, 5) == b"hello"
    return client


def _quiet(client: socket.socket) -> None:
    """See that nothing arrives."""
    client.settimeout(0.15)
    with pytest.raises(TimeoutError):
        client.recv(1)
    client.settimeout(20)


def test_latency_acts_on_a_connection_that_lives_and_lets_go_in_order(way: Entrance) -> None:
    """What it held arrives at once when it is removed."""
    with _talking(way) as client:
        way.add("latency", latency=LONG_MS)
        for piece in (b"a", b"b", b"c"):
            client.sendall(piece)
            _quiet(client)
        assert way.counts("latency")["delayed"] == 3
        way.remove("latency")
        assert exactly(client, 3) == b"abc"
        client.sendall(b"d")
        assert client.recv(1) == b"d"


def test_jitter_keeps_the_order(way: Entrance) -> None:
    """What is drawn shorter waits for what is before it."""
    way.add("latency", latency=20, jitter=20)
    with _talking(way) as client:
        sent = bytes(range(100))
        for number in sent:
            client.sendall(bytes([number]))
            time.sleep(0.001)
        assert exactly(client, 100) == sent


def test_a_change_lets_go_and_holds_for_what_follows(way: Entrance) -> None:
    """As toxiproxy does it."""
    with _talking(way) as client:
        way.add("latency", latency=LONG_MS)
        client.sendall(b"a")
        _quiet(client)
        way.change("latency", attributes={"latency": 1})
        assert client.recv(1) == b"a"
        client.sendall(b"b")
        assert client.recv(1) == b"b"


def test_toxicity_can_change_for_connections_that_live(way: Entrance) -> None:
    """None at first, then all, then none again."""
    with _talking(way) as client:
        way.add("latency", latency=LONG_MS, toxicity=0)
        client.sendall(b"a")
        assert client.recv(1) == b"a"
        assert way.counts("latency")["struck"] == 0
        way.change("latency", toxicity=1)
        client.sendall(b"b")
        _quiet(client)
        way.change("latency", toxicity=0)
        assert client.recv(1) == b"b"
        assert way.counts("latency")["struck"] == 1


def test_a_black_hole_closes_what_it_has_lost_something_of_when_it_is_removed(way: Entrance) -> None:
    """Whoever said nothing meanwhile goes on."""
    with _talking(way) as client, _talking(way) as silent:
        way.add("timeout", timeout=0)
        client.sendall(b"a")
        _quiet(client)
        eventually(lambda: way.counts("timeout")["bytes_dropped"] == 1)
        way.remove("timeout")
        assert client.recv(1) == b""
        silent.sendall(b"b")
        assert silent.recv(1) == b"b"
        assert way.counts("timeout")["closes"] == 1


def test_a_black_hole_can_be_told_to_close(way: Entrance) -> None:
    """Its waiting begins anew with the change, also where nothing was said."""
    with _talking(way) as client:
        way.add("timeout", timeout=LONG_MS)
        _quiet(client)
        way.change("timeout", attributes={"timeout": 1})
        assert client.recv(1) == b""


def test_a_black_hole_swallows_the_end(way: Entrance) -> None:
    """Nobody is told, until it is removed."""
    with _talking(way) as client:
        way.add("timeout", stream="upstream", timeout=0)
        client.shutdown(socket.SHUT_WR)
        _quiet(client)
        way.remove("timeout")
        assert client.recv(1) == b""


def test_a_reset_waits_for_bytes_and_is_a_real_one(way: Entrance) -> None:
    """On both sides; a quiet connection is let alone."""
    with _talking(way) as client, _talking(way) as silent:
        way.add("reset_peer", stream="upstream", timeout=50)
        client.sendall(b"a")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
        assert way.counts("reset_peer")["resets"] == 1
        way.remove("reset_peer")
        silent.sendall(b"b")
        assert silent.recv(1) == b"b"


def test_a_reset_that_waits_is_made_when_it_is_removed(way: Entrance) -> None:
    """What it has lost cannot be brought back."""
    with _talking(way) as client:
        way.add("reset_peer", timeout=LONG_MS)
        client.sendall(b"a")
        eventually(lambda: way.counts("reset_peer")["bytes_dropped"] == 1)
        way.remove("reset_peer")
        with pytest.raises(ConnectionResetError):
            client.recv(1)


def test_an_end_before_any_bytes_passes_a_reset(way: Entrance) -> None:
    """There is nothing to reset."""
    way.add("reset_peer")
    assert way.exchange(b"") == b""
    assert way.counts("reset_peer")["resets"] == 0


def test_a_limit_counts_from_when_it_meets_the_connection(way: Entrance) -> None:
    """Over several chunks, to the byte."""
    with _talking(way) as client:
        way.add("limit_data", bytes=6)
        client.sendall(b"abcd")
        assert exactly(client, 4) == b"abcd"
        client.sendall(b"efgh")
        assert rest(client) == b"ef"
    counts = way.counts("limit_data")
    assert (counts["bytes_passed"], counts["bytes_dropped"], counts["closes"]) == (6, 2, 1)


def test_what_is_limited_to_nothing_is_closed_at_the_first_byte(way: Entrance) -> None:
    """And not before."""
    with _talking(way) as client:
        way.add("limit_data", bytes=0)
        _quiet(client)
        client.sendall(b"a")
        assert rest(client) == b""


def test_a_slow_close_lets_bytes_pass_and_go_when_removed(way: Entrance) -> None:
    """Only the end is late."""
    with _talking(way) as client:
        way.add("slow_close", delay=LONG_MS)
        client.sendall(b"a")
        assert client.recv(1) == b"a"
        client.shutdown(socket.SHUT_WR)
        _quiet(client)
        way.remove("slow_close")
        assert client.recv(1) == b""
    assert way.counts("slow_close")["delayed"] == 1


def test_a_slicer_cuts_to_the_size_and_changes_nothing(way: Entrance) -> None:
    """Pieces of one byte, far enough apart to be seen one by one."""
    way.add("slicer", average_size=1, delay=100_000)
    with way.dial() as client:
        client.sendall(b"abc")
        pieces = [client.recv(10) for _ in range(3)]
        assert pieces == [b"a", b"b", b"c"]
        way.change("slicer", attributes={"average_size": 10, "size_variation": 5, "delay": 0})
        client.sendall(bytes(1000))
        assert exactly(client, 1000) == bytes(1000)
    assert way.counts("slicer")["sliced"] >= 2


def test_bandwidth_lets_go_when_removed(way: Entrance) -> None:
    """What was on its way for minutes arrives."""
    with way.dial() as client:
        way.add("bandwidth", rate=0.05)
        client.sendall(bytes(10_000))
        eventually(lambda: way.counts("bandwidth")["delayed"] > 0)
        way.remove("bandwidth")
        client.shutdown(socket.SHUT_WR)
        assert len(rest(client)) == 10_000


def test_toxics_act_one_after_the_other(way: Entrance) -> None:
    """Each on what the one before lets pass; one that is taken out leaves the others."""
    way.add("limit_data", bytes=4)
    way.add("latency", latency=100)
    began_s = time.monotonic()
    assert way.exchange(b"abcdef") == b"abcd"
    assert time.monotonic() - began_s >= 0.1
    way.remove("limit_data")
    assert way.exchange(b"abcdef") == b"abcdef"
    assert way.counts("latency")["struck"] == 2


POST = b"POST /join HTTP/1.1\r\nContent-Length: 3\r\n\r\n"


def test_a_replay_is_of_requests_seen_whole(process: Running) -> None:
    """Not of one that had begun, nor of what is no HTTP; the next one is read."""
    posts = Posts()
    with upstream(posts) as address:
        way = process.entrance(address)
        with way.dial() as client:
            client.sendall(POST)
            eventually(lambda: way.facts()["counts"]["upstream_bytes"] == len(POST))
            way.add("replay", stream="upstream")
            client.sendall(b"abc")
            assert exactly(client, 40).endswith(b"ok")
            client.sendall(POST + b"def")
            assert exactly(client, 40).endswith(b"ok")
        eventually(lambda: way.counts("replay")["answered"] == 1)
    assert posts.bodies == [b"abc", b"def", b"def"]


def test_a_replay_that_nobody_takes_is_not_answered(process: Running) -> None:
    """The client is not told either way."""

    def deaf(peer: socket.socket) -> None:
        if peer.recv(1000).endswith(b"abc"):
            peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n" if deafness.pop() else b"")

    deafness = [False, True]
    with upstream(deaf) as address:
        way = process.entrance(address)
        way.add("replay", stream="upstream", delay=50)
        assert way.exchange(POST + b"abc").startswith(b"HTTP/1.1 200 OK")
        eventually(lambda: way.counts("replay")["replayed"] == 1)
        eventually(lambda: deafness == [])
        assert way.counts("replay")["answered"] == 0
