"""Claims about the worker of a replay: nothing that it sends leaves out whose load it is."""

import re
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.crowd.order import Order
from siaga.crowd.promise import Promise
from siaga.crowd.visitor import Visitor
from siaga.crowd.worker import Worker
from siaga.record.run_folder import RunFolder
from tests.crowd.hostile_site import HostileSite, Talk, moved, ok
from tests.crowd.locust_run import LocustRun

RUN_ID = "small-day-replay/2026-11-24T07-30-15Z"


def _leads_on(talk: Talk) -> None:
    """Send whoever asks for the first page to another; close after each second answer, and say so."""
    for headers in ((), (b"Connection: close",)):
        request = talk.hear()
        if request.startswith(b"GET /first "):
            talk.say(moved(303, "/second"))
        else:
            talk.say(ok(b'{"seat": "s"}', *headers, status=b"201 Created"))


def _walk(me: Visitor) -> None:
    """Look around, join, and look again."""
    me.get("/first", step="first")
    me.promise("/join", step="join", promise=Promise(person=me.person.nik, receipt="seat"))
    me.get("/last", step="last")


def test_every_request_of_a_replay_names_the_run(
    site: Callable[..., HostileSite],
    run: Callable[..., LocustRun],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Those of the chosen visitors, redirects and new connections too; the run is its own."""
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    there = site(_leads_on)
    day = run(there.url, "pass", length="200 ms", rate="20/s").folder.scenario
    folder = RunFolder(tmp_path / "spool")
    order = Order(
        folder=str(folder.path),
        token="t",
        scenario=day.read_text(encoding="utf-8"),
        host=there.url,
        rank=0,
        workers=1,
        t0_s=time.time(),
        seed=3,
        epoch=5,
        only=(0, 2),
        run_id=RUN_ID,
    )
    Worker(order, folder, {"whole": _walk}, print).play()
    heads = [one.partition(b"\r\n\r\n")[0].decode().lower() for one in there.heard]
    paths = sorted(re.findall(r"^\S+ (\S+)", head)[0] for head in heads)
    assert paths == sorted(["/first", "/second", "/join", "/last"] * 2)
    assert [head for head in heads if f"\r\nsiaga-run: {RUN_ID.lower()}" not in head] == []
    assert [head for head in heads if not re.search(r"\r\nuser-agent: [^\r]*siaga", head)] == []
