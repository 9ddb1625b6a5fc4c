"""Claims about the API: toxiproxy's calls work, and what makes no sense is refused with a reason."""

import socket
from typing import Any

import pytest
import urllib3

from tests.faults.on_the_way import Entrance, Running, running, unused_port, upstream

LATENCY = {"name": "late", "type": "latency", "attributes": {"latency": 5}}


def test_it_says_its_version(process: Running) -> None:
    """As toxiproxy does."""
    assert process.call("GET", "/version") == (200, {"version": "1"})


def test_a_proxy_is_made_shown_changed_and_ended(process: Running) -> None:
    """It takes a free port and may be told its upstream afterwards."""
    status, made = process.call("POST", "/proxies", {"name": "made", "enabled": False})
    assert status == 201
    assert made == process.call("GET", "/proxies/made")[1]
    assert made == process.call("GET", "/proxies")[1]["made"]
    assert (made["upstream"], made["enabled"], made["toxics"]) == ("", False, [])
    port = int(made["listen"].rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)
    with upstream() as address:
        for method in ("POST", "PATCH"):
            changed = process.call(method, "/proxies/made", {"upstream": address, "enabled": True})[1]
            assert (changed["upstream"], changed["enabled"]) == (address, True)
        entrance = Entrance(running=process, name="made", port=port)
        assert entrance.exchange(b"hello") == b"hello"
    assert process.call("DELETE", "/proxies/made") == (204, None)
    assert process.call("GET", "/proxies/made")[0] == 404
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)


def test_a_toxic_is_added_shown_changed_and_removed(process: Running, way: Entrance) -> None:
    """Attributes that are not named stay; counts stay when it is gone."""
    path = f"/proxies/{way.name}/toxics"
    status, added = process.call("POST", path, LATENCY)
    assert status == 200
    assert added["attributes"] == {"latency": 5.0, "jitter": 0}
    assert (added["stream"], added["toxicity"]) == ("downstream", 1.0)
    assert process.call("GET", path) == (200, [added])
    assert process.call("GET", f"{path}/late") == (200, added)
    changed = process.call("POST", f"{path}/late", {"toxicity": 0.5, "attributes": {"jitter": 3}})[1]
    assert (changed["toxicity"], changed["attributes"]) == (0.5, {"latency": 5.0, "jitter": 3.0})
    process.call("PATCH", f"{path}/late", {"toxicity": 1})
    way.exchange(b"x")
    assert process.call("DELETE", f"{path}/late") == (204, None)
    assert process.call("DELETE", f"{path}/late")[0] == 404
    assert way.facts()["toxics"] == []
    assert way.counts("late")["struck"] == 1


def test_a_toxic_without_a_name_has_that_of_its_kind(process: Running, way: Entrance) -> None:
    """As toxiproxy names them."""
    toxic = {"type": "slow_close", "stream": "upstream", "attributes": {"delay": 1}}
    assert process.call("POST", f"/proxies/{way.name}/toxics", toxic)[1]["name"] == "slow_close_upstream"


def test_reset_enables_all_and_removes_all_toxics() -> None:
    """Whatever was done before; in a process of its own, since it is for all."""
    with running() as process, upstream() as address:
        entrances = [process.entrance(address) for _ in range(2)]
        entrances[0].add("timeout", timeout=0)
        process.call("POST", f"/proxies/{entrances[1].name}", {"enabled": False})
        assert process.call("POST", "/reset") == (204, None)
        assert [one.exchange(b"x") for one in entrances] == [b"x", b"x"]


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        ({}, 400, "name: is missing; it is needed"),
        ([], 400, "body: is []; input should be a valid dictionary"),
        ({"name": "A B"}, 400, "name: is 'A B'; string should match pattern"),
        ({"name": "x", "lag": 1}, 400, "lag: is unknown; name, listen, upstream, enabled are allowed"),
        ({"name": "x", "enabled": "yes"}, 400, "enabled: is 'yes'; input should be a valid boolean"),
        ({"name": "x", "listen": "0.0.0.0:0"}, 400, "listen: '0.0.0.0:0' can be reached from elsewhere"),
        ({"name": "x", "listen": "here"}, 400, "listen: address: 'here' is none; host:port is one"),
        ({"name": "x", "upstream": "there"}, 400, "upstream: address: 'there' is none"),
        ({"name": "x", "upstream": "127.0.0.1:0"}, 400, "upstream: '127.0.0.1:0' has port 0"),
    ],
)
def test_a_proxy_that_makes_no_sense_is_refused(
    process: Running, content: object, status: int, reason: str
) -> None:
    """And is not there afterwards."""
    told, answer = process.call("POST", "/proxies", content)
    assert (told, answer["status"]) == (status, status)
    assert answer["error"].startswith(reason)
    assert process.call("GET", "/proxies/x")[0] == 404


def test_what_is_taken_is_refused(process: Running, way: Entrance) -> None:
    """Names of proxies, ports of proxies and of others, names of toxics."""
    for proxy, reason in (
        ({"name": way.name}, f"proxy: '{way.name}' is there already"),
        (
            {"name": "x", "listen": f"127.0.0.1:{way.port}"},
            f"listen: 127.0.0.1:{way.port} cannot be had",
        ),
        ({"name": "x", "listen": process.url.removeprefix("http://")}, "listen: 127.0.0.1:"),
    ):
        status, answer = process.call("POST", "/proxies", proxy)
        assert status == 409
        assert answer["error"].startswith(reason)
    path = f"/proxies/{way.name}/toxics"
    process.call("POST", path, LATENCY)
    status, answer = process.call("POST", path, LATENCY)
    assert status == 409
    assert answer["error"] == "toxic: 'late' is there already; another name is needed"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "gravity"}, "type: 'gravity' is none; latency, bandwidth, slow_close, timeout"),
        ({"type": None}, "type: is None; input should be a valid string"),
        ({"stream": "sideways"}, "stream: is 'sideways'; input should be 'upstream' or 'downstream'"),
        ({"toxicity": 1.1}, "toxicity: is 1.1; input should be less than or equal to 1"),
        ({"toxicity": True}, "toxicity: is True; input should be a valid number"),
        ({"attributes": {"latency": -1}}, "attributes.latency: is -1; input should be greater than"),
        ({"attributes": {"latency": "5"}}, "attributes.latency: is '5'; input should be a valid number"),
        ({"attributes": {}}, "attributes.latency: is missing; it is needed"),
        ({"attributes": {"latency": 1, "lag": 1}}, "attributes.lag: is unknown; latency, jitter are"),
        (
            {"attributes": {"latency": 1e12}},
            "attributes.latency: is 1000000000000.0; input should be less",
        ),
        (
            {"type": "bandwidth", "attributes": {"rate": 0}},
            "attributes.rate: is 0; input should be greater",
        ),
        (
            {"type": "limit_data", "attributes": {"bytes": 1.5}},
            "attributes.bytes: is 1.5; input should be",
        ),
        (
            {"type": "slicer", "attributes": {"average_size": 5, "size_variation": 5}},
            "attributes: is {'average_size': 5, 'size_variation': 5}; size_variation: 5; less than",
        ),
        ({"type": "replay", "attributes": {}}, "stream: replay acts upstream alone, not downstream"),
    ],
)
def test_a_toxic_that_makes_no_sense_is_refused(
    process: Running, way: Entrance, changes: dict[str, Any], reason: str
) -> None:
    """And does not act."""
    status, answer = process.call("POST", f"/proxies/{way.name}/toxics", LATENCY | changes)
    assert status == 400
    assert answer["error"].startswith(reason)
    assert way.facts()["toxics"] == []


def test_a_change_that_makes_no_sense_changes_nothing(process: Running, way: Entrance) -> None:
    """Of a proxy, of a toxic."""
    way.add("latency", latency=5)
    before = way.facts()
    for path, content in (
        ("", {"upstream": "there"}),
        ("", {"listen": "127.0.0.1:1"}),
        ("/toxics/latency", {"attributes": {"latency": -5}, "toxicity": 0.1}),
        ("/toxics/latency", {"type": "slicer"}),
    ):
        assert process.call("POST", f"/proxies/{way.name}{path}", content)[0] == 400
    assert way.facts() == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/proxies/nobody"),
        ("POST", "/proxies/nobody"),
        ("DELETE", "/proxies/nobody"),
        ("GET", "/proxies/nobody/toxics"),
        ("GET", "/proxies/nobody/toxics/none"),
        ("DELETE", "/proxies/nobody/toxics/none"),
        ("POST", "/proxies/nobody/toxics/none"),
    ],
)
def test_what_is_not_there_is_told(process: Running, method: str, path: str) -> None:
    """With what is."""
    status, answer = process.call(method, path, {} if method == "POST" else None)
    assert status == 404
    assert answer["error"].startswith("proxy: 'nobody' is not there; there are ")


def test_a_call_that_does_not_exist_is_told(process: Running) -> None:
    """As JSON, as every refusal is."""
    assert (
        process.call("GET", "/moon")[1]["error"] == "GET /moon: not found; docs/faults.md has the calls"
    )
    assert process.call("PUT", "/proxies")[0] == 405


def test_a_body_that_is_no_json_is_told(process: Running) -> None:
    """With what JSON says."""
    with urllib3.PoolManager(retries=False) as pool:
        answer = pool.request("POST", f"{process.url}/proxies", body=b"{")
    assert answer.status == 400
    assert answer.json()["error"].startswith("body: is no JSON (")


def test_the_counts_are_there_for_prometheus(process: Running, way: Entrance) -> None:
    """Of proxies, and of toxics, also when they are gone."""
    way.add("latency", latency=1)
    way.exchange(b"hello")
    way.remove("latency")
    with urllib3.PoolManager(retries=False) as pool:
        page = pool.request("GET", f"{process.url}/metrics").data.decode()
    for line in (
        f'siaga_proxy_connections_total{{proxy="{way.name}"}} 1.0',
        f'siaga_proxy_bytes_total{{proxy="{way.name}",stream="upstream"}} 5.0',
        f'siaga_proxy_toxic_events_total{{event="struck",proxy="{way.name}",toxic="latency"}} 1.0',
    ):
        assert line in page.splitlines()


def test_a_proxy_keeps_its_port_while_it_is_disabled(process: Running, way: Entrance) -> None:
    """Nobody else can have it."""
    process.call("POST", f"/proxies/{way.name}", {"enabled": False})
    with pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", way.port))
    process.call("POST", f"/proxies/{way.name}", {"enabled": True})
    assert way.exchange(b"x") == b"x"


def test_a_port_can_be_asked_for_again_and_again(process: Running) -> None:
    """The answer says which it is; what is left of closed connections is in nobody's way."""
    port = unused_port()
    with upstream() as address:
        for _ in range(2):
            new = {"name": "here", "listen": f"127.0.0.1:{port}", "upstream": address}
            status, made = process.call("POST", "/proxies", new)
            assert (status, made["listen"]) == (201, f"127.0.0.1:{port}")
            with Entrance(running=process, name="here", port=port).dial() as client:
                client.sendall(b"x")
                assert client.recv(1) == b"x"
                process.call("DELETE", "/proxies/here")
                assert client.recv(1) == b""
