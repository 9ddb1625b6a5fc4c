"""Visitors of a worker speak HTTP/2 where the scenario says so, and nowhere else."""

import resource
import ssl
import time
from collections.abc import Callable

import pytest

from siaga.crowd.order import Order
from siaga.crowd.visitor import Visitor
from siaga.crowd.worker import Worker
from tests.crowd.hostile_site import CERTIFICATE, HostileSite, Talk, ok
from tests.crowd.locust_run import LocustRun
from tests.crowd.stream_talk import StreamTalk
from tests.crowd.worker_record import tallies, total


def _speaks_what_is_taken(talk: Talk) -> None:
    """Answer one request, in the words that were agreed on."""
    assert isinstance(talk.socket, ssl.SSLSocket)
    if talk.socket.selected_alpn_protocol() == "h2":
        streams = StreamTalk(talk)
        streams.say(streams.hear().stream, b"home")
    else:
        talk.hear()
        talk.say(ok(b"home"))
    talk.wait()


def _look(me: Visitor) -> None:
    me.get("/", step="home")


@pytest.mark.parametrize(("wish", "over_http2"), [("true", 5), ("false", 0)])
def test_the_visitors_of_a_worker_offer_http2_where_the_scenario_says_so(
    site: Callable[..., HostileSite],
    run: Callable[..., LocustRun],
    monkeypatch: pytest.MonkeyPatch,
    wish: str,
    over_http2: int,
) -> None:
    """What went over it is counted."""
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    at = site(_speaks_what_is_taken, secure=True, protocols=("h2", "http/1.1"))
    folder = run(at.url, "pass", length="100 ms", rate="50/s", http2=wish).folder
    order = Order(
        folder=str(folder.path),
        token="t",
        scenario=folder.scenario.read_text(encoding="utf-8"),
        host=at.url,
        rank=0,
        workers=1,
        t0_s=time.time(),
        seed=3,
        epoch=5,
    )
    Worker(order, folder, {"whole": _look}, print).play()
    assert total(folder) == {"arrived": 5, "finished": 5, "home": 5}
    assert sum(one.wire_http2 for one in tallies(folder)) == over_http2
