"""Visitors of a worker go by a proxy where the scenario says so, and by none otherwise."""

import resource
import time
from collections.abc import Callable

import pytest
import yaml

from siaga.crowd.order import Order
from siaga.crowd.visitor import Visitor
from siaga.crowd.worker import Worker
from tests.crowd.gateway import leads
from tests.crowd.hostile_site import HostileSite, ok, says
from tests.crowd.locust_run import LocustRun
from tests.crowd.worker_record import total

SAID = {"basic": {"name": "sari", "password": "${GATE_PASSWORD}"}}


def _look(me: Visitor) -> None:
    me.get("/", step="home")


@pytest.mark.parametrize(
    ("password", "step", "heard"),
    [(None, "home", (0, 5)), ("123", "home", (5, 5)), ("124", "home proxy", (5, 0))],
    ids=["no-proxy", "let-by", "not-let-by"],
)
def test_the_visitors_of_a_worker_go_by_the_proxy_that_the_scenario_names(
    site: Callable[..., HostileSite],
    run: Callable[..., LocustRun],
    monkeypatch: pytest.MonkeyPatch,
    password: str | None,
    step: str,
    heard: tuple[int, int],
) -> None:
    """With the password of its environment; who is not let by has sent the site nothing."""
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    at, gate = site(says(ok(b"home"))), site(leads("Basic c2FyaToxMjM="))
    monkeypatch.setenv("GATE_PASSWORD", password or "none")
    monkeypatch.setenv("http_proxy", gate.url)
    folder = run(at.url, "pass", length="100 ms", rate="50/s").folder
    day = yaml.safe_load(folder.scenario.read_text(encoding="utf-8"))
    if password is not None:
        day["traffic"]["proxy"] = {"url": gate.url, **SAID}
    order = Order(
        folder=str(folder.path),
        token="t",
        scenario=yaml.safe_dump(day),
        host=at.url,
        rank=0,
        workers=1,
        t0_s=time.time(),
        seed=3,
        epoch=5,
    )
    Worker(order, folder, {"whole": _look}, print).play()
    assert total(folder) == {"arrived": 5, "finished": 5, step: 5}
    assert (len(gate.heard), len(at.heard)) == heard
