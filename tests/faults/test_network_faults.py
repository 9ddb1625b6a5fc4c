"""Claims about the faults on the way: each shows on a real connection, is proven, and is healed."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from siaga.faults.fault import FaultError
from tests.faults.on_the_way import (
    Entrance,
    Posts,
    Running,
    eventually,
    exactly,
    upstream,
)
from tests.faults.proxied import TARGET, begun, fault

MESSAGE = bytes(range(250)) * 4


def _later(seconds_s: float) -> Callable[[Entrance], None]:
    def check(way: Entrance) -> None:
        began_s = time.monotonic()
        assert way.exchange(MESSAGE) == MESSAGE
        assert time.monotonic() - began_s >= seconds_s

    return check


def _silent(way: Entrance) -> None:
    with way.dial() as client:
        client.settimeout(0.2)
        client.sendall(MESSAGE)
        with pytest.raises(TimeoutError):
            client.recv(1)


def _closed_silently(way: Entrance) -> None:
    assert way.exchange(MESSAGE) == b""


def _reset(way: Entrance) -> None:
    with way.dial() as client:
        client.sendall(MESSAGE)
        with pytest.raises(ConnectionResetError):
            client.recv(1)


def _short(way: Entrance) -> None:
    answer = way.exchange(MESSAGE)
    assert MESSAGE[:100].startswith(answer)


EFFECTS: dict[str, tuple[dict[str, Any], Callable[[Entrance], None], str]] = {
    "latency": ({"latency": "300 ms"}, _later(0.3), "1 of 1 connections were delayed"),
    "bandwidth": ({"bytes_per_s": 5000}, _later(0.19), "1 of 1 connections were slowed down"),
    "slicer": ({"piece_bytes": 100, "delay": "20 ms"}, _later(0.18), "1 of 1 connections were sliced"),
    "slow-close": ({"delay": "300 ms"}, _later(0.3), "1 of 1 connections were closed late"),
    "timeout": ({}, _silent, "1 of 1 connections fell silent"),
    "reset": ({}, _reset, "1 of 1 connections were reset"),
    "limit-data": ({"bytes": 100}, _short, "1 of 1 connections were cut short"),
}
SETTINGS = {kind: settings for kind, (settings, _, _) in EFFECTS.items()}


@pytest.mark.parametrize("stream", ["upstream", "downstream"])
@pytest.mark.parametrize("kind", EFFECTS)
def test_a_fault_shows_on_a_connection_is_proven_and_healed(
    process: Running, way: Entrance, kind: str, stream: str
) -> None:
    """In both directions; healed by another object, and a second time, and it counts no more."""
    settings, shows, proof = EFFECTS[kind]
    if (kind, stream) == ("reset", "upstream"):
        settings = {"after": "50 ms"}
    harmful = fault(process.url, kind, stream=stream, **settings)
    memory = begun(harmful)
    assert harmful.proof(memory) == ""
    shows(way)
    eventually(lambda: harmful.proof(memory) == proof)
    for _ in range(2):
        fault(process.url, kind, stream=stream, **settings).heal(memory)
    assert way.facts()["toxics"] == []
    assert way.exchange(MESSAGE) == MESSAGE
    assert harmful.proof(memory) == proof


def test_what_falls_silent_can_be_closed_after_a_while(process: Running, way: Entrance) -> None:
    """Nothing arrives, then the end."""
    memory = begun(silence := fault(process.url, "timeout", after="100 ms"))
    _closed_silently(way)
    assert silence.proof(memory) == "1 of 1 connections fell silent"


@pytest.mark.parametrize("kind", [*EFFECTS, "replay"])
def test_a_fault_that_met_nobody_is_not_proven(process: Running, way: Entrance, kind: str) -> None:
    """Neither while it lasts nor afterwards."""
    quiet = fault(process.url, kind, **SETTINGS.get(kind, {}))
    memory = begun(quiet)
    assert quiet.proof(memory) == ""
    quiet.heal(memory)
    assert way.exchange(MESSAGE) == MESSAGE
    assert quiet.proof(memory) == ""


def test_what_was_struck_before_proves_nothing_now(process: Running, way: Entrance) -> None:
    """A fault that comes again under the same seed counts from where it begins."""
    for _ in range(2):
        late = fault(process.url, "latency", latency="1 ms")
        memory = begun(late)
        assert late.proof(memory) == ""
        way.exchange(MESSAGE)
        assert late.proof(memory) == "1 of 1 connections were delayed"
        late.heal(memory)


def test_a_request_is_replayed_and_its_answer_thrown_away(process: Running) -> None:
    """The target sees it twice, the client one answer; what has no body is left alone."""
    posts = Posts()
    with upstream(posts) as address:
        way = process.entrance(address, "evaluator")
        memory = begun(again := fault(process.url, "replay", target="evaluator"))
        with way.dial() as client:
            for request in (
                b"GET / HTTP/1.1\r\n\r\n",
                b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
            ):
                client.sendall(request)
                assert exactly(client, 40).endswith(b"ok")
            eventually(lambda: posts.bodies == [b"", b"abc", b"abc"])
        assert again.proof(memory) == "1 of 1 requests were replayed"
        again.heal(memory)
        way.exchange(b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
        assert again.proof(memory) == "1 of 1 requests were replayed"
        assert posts.bodies == [b"", b"abc", b"abc", b"abc"]
    process.call("DELETE", "/proxies/evaluator")


def test_a_way_that_is_down_refuses_and_cuts_and_is_healed(process: Running, way: Entrance) -> None:
    """Afterwards connections are taken again, at the same port."""
    closed = fault(process.url, "down")
    with way.dial() as client:
        client.sendall(b"x")
        assert client.recv(1) == b"x"
        memory = begun(closed)
        assert client.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        way.dial()
    proof = "1 connections were cut, and connections were refused"
    assert closed.proof(memory) == proof
    for _ in range(2):
        closed.heal(memory)
    assert way.exchange(MESSAGE) == MESSAGE
    assert closed.proof(memory) == proof


def test_a_way_that_was_opened_behind_its_back_is_not_proven_down(
    process: Running, way: Entrance
) -> None:
    """Nobody was cut and nobody is refused: nothing shows it."""
    closed = fault(process.url, "down")
    memory = begun(closed)
    process.call("POST", f"/proxies/{way.name}", {"enabled": True})
    assert closed.proof(memory) == ""


def test_a_way_cannot_be_closed_twice_at_once(process: Running, way: Entrance) -> None:
    """The end of one would be the end of both."""
    begun(fault(process.url, "down"))
    with pytest.raises(FaultError, match="way to registry: is down already"):
        fault(process.url, "down").look()
    assert way.facts()["enabled"] is False


def test_two_faults_of_a_kind_overlap(process: Running, way: Entrance) -> None:
    """Each with a seed of its own; the end of one is not that of the other."""
    faults = [fault(process.url, "latency", seed=seed, latency="150 ms") for seed in (1, 2)]
    memories = [begun(one) for one in faults]
    _later(0.3)(way)
    faults[0].heal(memories[0])
    _later(0.15)(way)
    assert faults[1].proof(memories[1]) == "2 of 2 connections were delayed"
    with pytest.raises(FaultError, match=r"toxic 'latency-2': acts already; .* another seed"):
        fault(process.url, "latency", seed=2, latency="1 s").look()


def test_a_share_is_struck_and_the_seed_says_which(process: Running, way: Entrance) -> None:
    """The same connections whenever it is played, others under another seed."""
    struck = []
    for seed in (1, 1, 2):
        process.call("DELETE", f"/proxies/{way.name}")
        with upstream() as address:
            again = process.entrance(address, TARGET)
            memory = begun(cut := fault(process.url, "limit-data", seed=seed, bytes=1, share="50 %"))
            struck.append([again.exchange(b"ab") == b"a" for _ in range(32)])
            assert cut.proof(memory) == f"{sum(struck[-1])} of 32 connections were cut short"
    assert struck[0] == struck[1] != struck[2]
