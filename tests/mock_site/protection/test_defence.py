"""The defence has the layers that the settings say, and each of them can be left out."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from mock_site import keys
from mock_site.layers import Layer, Layers, Profile
from mock_site.protection.admission.gate import Gate
from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.door import HardenedDoor
from mock_site.protection.waiting_room.governor import FEWEST_SURE, PERIOD_S, Governor
from mock_site.protection.waiting_room.load import Load
from mock_site.protection.waiting_room.naive_door import NaiveDoor
from mock_site.testing import SiteInProcess, SiteProcess, form
from tests.mock_site.protection.waiting_room.browser import Browser

Make = Callable[..., Awaitable[SiteInProcess]]
NOBODY_IN = Terms(room_walk_in=False)
UNQUEUED = frozenset({Layer.WAITING_ROOM})
ACCOUNT = {name: form(1)[name] for name in ("email", "password")}
OF_PROTECTION = (Layer.WAITING_ROOM, Layer.ADMISSION, Layer.RATE_LIMITS, Layer.BODY_DEADLINE)


async def test_hardened_has_a_room_that_all_processes_share(make_site: Make) -> None:
    """Two sites on one store are two processes of one site: a pass of the one is good at the other."""
    first, second = [await make_site(layers=Layers(), terms=NOBODY_IN) for _ in range(2)]
    browser = Browser(first.client)
    assert (await browser.ask("GET", "/me")).status == 403
    assert (await browser.ask("POST", "/queue")).body["state"] == "admitted"
    assert (await browser.ask("GET", "/me")).status == 401
    assert (await Browser(second.client, browser.cookies).ask("GET", "/me")).status == 401
    assert second.metric("site_queue_people", place="inside") == 1


async def test_a_killed_worker_takes_nobody_out_of_the_queue(
    start_site: Callable[..., SiteProcess], visitors: aiohttp.ClientSession
) -> None:
    """Places go on where they were, capacity holds, and a ticket of before is still one."""
    site = start_site("--processes", "2", "--room-capacity", "3", "--no-walk-in", alone=True)
    own_connection = {"Connection": "close"}
    told, cookies = [], ""
    for number in range(30):
        if number == 15:
            await _kill(site)
        async with visitors.post(f"{site.url}/queue", headers=own_connection) as answer:
            told.append(await answer.json())
            cookies = f"queue_ticket={answer.cookies['queue_ticket'].value}"
    assert [one["position"] for one in told] == list(range(1, 31))
    assert [one["state"] for one in told] == ["admitted"] * 3 + ["waiting"] * 27
    async with visitors.get(f"{site.url}/queue", headers={"Cookie": cookies}) as answer:
        assert (await answer.json())["position"] == 30


async def _kill(site: SiteProcess) -> None:
    """Kill a worker, and wait until it can take no request with it."""
    worker = site.workers()[0]
    os.kill(worker, signal.SIGKILL)
    async with asyncio.timeout(20):
        while worker in site.workers():  # noqa: ASYNC110 - a process sends no event
            await asyncio.sleep(0.01)


async def test_naive_has_its_own_room(make_site: Make) -> None:
    """And no desk."""
    site = await make_site(layers=Layers(profile=Profile.NAIVE), terms=NOBODY_IN)
    app = site.client.app
    assert app is not None
    assert isinstance(app[keys.DOOR], NaiveDoor)
    assert keys.DESK not in app
    assert app[keys.GATES].usual is app[keys.GATES].uploads


async def test_hardened_has_its_own_gates(make_site: Make) -> None:
    """One for what people do, one for what they upload."""
    site = await make_site(layers=Layers(), terms=NOBODY_IN)
    app = site.client.app
    assert app is not None
    assert isinstance(app[keys.DOOR], HardenedDoor)
    assert app[keys.GATES].usual is not app[keys.GATES].uploads


async def test_without_its_layers_nothing_stands_in_the_way(make_site: Make) -> None:
    """Neither door nor gate, and every page is answered."""
    site = await make_site(layers=Layers(without=frozenset(OF_PROTECTION)), terms=NOBODY_IN)
    app = site.client.app
    assert app is not None
    assert not {keys.DOOR, keys.DESK, keys.GATES} & set(app)
    assert (await Browser(site.client).ask("GET", "/me")).status == 401


@pytest.mark.parametrize(("profile", "statuses"), [(Profile.HARDENED, {429}), (Profile.NAIVE, {401})])
async def test_guessing_at_an_account_is_limited_where_that_is_hardened(
    make_site: Make, profile: Profile, statuses: set[int]
) -> None:
    """The naive limits know addresses alone, and this machine's are not limited."""
    site = await make_site(layers=Layers(profile=profile, without=frozenset({Layer.WAITING_ROOM})))
    body = {"email": "budi@warga.test", "password": "rahasia-sekali"}
    browser = Browser(site.client)
    for _ in range(10):
        assert (await browser.ask("POST", "/sessions", json=body)).status == 401
    assert {(await browser.ask("POST", "/sessions", json=body)).status for _ in range(3)} == statuses


async def test_a_gate_that_is_full_turns_away_from_bytes_made_before(make_site: Make) -> None:
    """And is counted as a 503 of its route."""
    site = await make_site()
    app = site.client.app
    assert app is not None
    gate = app[keys.GATES].usual
    gate.under_way = gate.limit
    gate.waiting = 10 * gate.limit
    page = await Browser(site.client).ask("GET", "/registrations")
    assert (page.status, page.body["error"]) == (503, "busy")
    assert site.metric("site_rejections_total", layer="admission", reason="queue-full") == 1
    labels = {"route": "/registrations", "method": "GET", "status": "5xx"}
    assert site.metric("site_http_requests_total", **labels) == 1
    gate.under_way = gate.waiting = 0


MEASURED = Terms(room_admits_per_s=100.0, room_measured=True)


def _fill(site: SiteInProcess) -> Gate:
    """Let nobody else in at the gate of a site."""
    gate = site.client.app[keys.GATES].usual
    gate.under_way, gate.waiting = gate.limit, 10 * gate.limit
    return gate


async def _measured(make_site: Make, people: int = 1) -> tuple[Any, ...]:
    """Give a site with a measured room, and people who are inside."""
    site = await make_site(layers=Layers(), terms=MEASURED)
    site.clock.now_s += 1
    inside = [Browser(site.client) for _ in range(people)]
    for browser in inside:
        assert (await browser.ask("POST", "/queue")).body["state"] == "admitted"
    return site, *inside


async def test_a_measured_room_lets_in_fewer_where_those_inside_are_turned_away(
    make_site: Make,
) -> None:
    """As soon as the period is over."""
    site, *inside = await _measured(make_site, people=FEWEST_SURE)
    gate = _fill(site)
    assert site.metric("site_queue_admits_per_second", bound="now") == 50
    for browser in inside:
        assert (await browser.ask("GET", "/me")).status == 503
    site.clock.now_s += PERIOD_S
    async with asyncio.timeout(20):
        while not site.metric("site_queue_rate_changes_total", cause="shed"):  # noqa: ASYNC110 - a room sends no event
            await asyncio.sleep(0.01)
    assert site.metric("site_queue_admits_per_second", bound="now") == pytest.approx(35)
    gate.under_way = gate.waiting = 0


async def test_a_measured_room_hears_of_those_inside_of_commits_and_of_the_loop(
    make_site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each where it is measured anyway; what strangers ask for says nothing of how those inside fare."""
    monkeypatch.setattr("mock_site.protection.defence.TELL_EVERY_S", 3_600.0)
    site, inside = await _measured(make_site)
    burden = site.client.app[keys.METRICS].protection.burden
    assert (await inside.ask("POST", "/accounts", json=ACCOUNT)).status == 201
    gate = _fill(site)
    for browser in (Browser(site.client), inside, inside):
        assert (await browser.ask("GET", "/me")).status == 503
    async with asyncio.timeout(20):
        while not burden.load().looks:  # noqa: ASYNC110 - a loop sends no event
            await asyncio.sleep(0.01)
    load = burden.load()
    assert (load.asked, load.shed) == (2, 1)
    assert load.commits >= 1
    assert load.committed_s > 0
    gate.under_way = gate.waiting = 0


async def test_somebody_who_floods_with_his_pass_keeps_nobody_else_out(
    make_site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not while it is good, over however many connections, nor once it is spent."""
    monkeypatch.setattr("mock_site.protection.defence.TELL_EVERY_S", 3_600.0)
    site, inside = await _measured(make_site)
    burden = site.client.app[keys.METRICS].protection.burden
    gate = _fill(site)
    held = dict(inside.cookies)
    for _ in range(FEWEST_SURE):
        assert (await Browser(site.client, dict(held)).ask("GET", "/me")).status == 503
    assert burden.load().shed == 1
    burden.clear()
    gate.under_way = gate.waiting = 0
    assert (await inside.ask("POST", "/queue/leave")).status == 200
    gate = _fill(site)
    assert (await Browser(site.client, held).ask("GET", "/me")).status == 503
    assert burden.load().shed == 0
    gate.under_way = gate.waiting = 0


async def test_a_judgement_that_fails_is_logged_and_not_the_last(
    make_site: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Else nobody would move the rate any more, and nobody would know."""
    heard: list[Load] = []

    def hear(_: Governor, load: Load) -> None:
        heard.append(load)
        if len(heard) == 1:
            raise ZeroDivisionError("a bug")

    monkeypatch.setattr("mock_site.protection.defence.TELL_EVERY_S", 0.01)
    monkeypatch.setattr(Governor, "hear", hear)
    await _measured(make_site)
    async with asyncio.timeout(20):
        while len(heard) < 3:  # noqa: ASYNC110 - a bug sends no event
            await asyncio.sleep(0.01)
    assert [record.exc_text is None for record in caplog.records if record.exc_info] == [False]


@pytest.mark.parametrize("layers", [Layers(profile=Profile.NAIVE), Layers(without=UNQUEUED)])
async def test_only_a_hardened_room_is_measured(make_site: Make, layers: Layers) -> None:
    """Elsewhere nothing weighs, and no rate is found."""
    site = await make_site(layers=layers, terms=MEASURED)
    burden = site.client.app[keys.METRICS].protection.burden
    for _ in range(3):
        assert (await Browser(site.client).ask("GET", "/me")).status == 401
    assert burden.load().asked == 0
    assert site.metric("site_queue_admits_per_second", bound="now") is None


@pytest.mark.parametrize(
    ("without", "status"), [(UNQUEUED, 200), (UNQUEUED | {Layer.CACHE}, 503)], ids=["ready", "dear"]
)
async def test_a_page_that_does_not_lie_ready_is_no_longer_served_always(
    make_site: Make, without: frozenset[Layer], status: int
) -> None:
    """It costs as much as another page then, and is turned away like one."""
    site = await make_site(layers=Layers(without=without))
    app = site.client.app
    assert app is not None
    gate = app[keys.GATES].usual
    gate.under_way = gate.limit
    gate.waiting = 10 * gate.limit
    assert (await Browser(site.client).ask("GET", "/")).status == status
    gate.under_way = gate.waiting = 0


async def test_a_body_that_does_not_come_is_given_up_and_held_no_place(make_site: Make) -> None:
    """The layers work together: the one waits for the body, the other ends the wait."""
    site = await make_site(layers=Layers(), terms=Terms(body_s=0.01))
    port = site.client.port
    assert port is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = b"POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    writer.write(head + b"Content-Length: 2\r\n\r\n{")
    async with asyncio.timeout(20):
        answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert site.metric("site_rejections_total", layer="body-deadline", reason="slow-body") == 1
    assert site.metric("site_http_exceptions_total", route="/accounts") == 0


async def test_how_much_is_let_in_is_shown(make_site: Make) -> None:
    """Within half a second."""
    site = await make_site()
    async with asyncio.timeout(20):
        while not site.metric("site_admission_limit"):  # noqa: ASYNC110 - a gauge sends no event
            await asyncio.sleep(0.01)
    assert site.metric("site_admission_limit") == 64


async def test_a_body_that_cannot_be_unpacked_is_its_senders_fault(make_site: Make) -> None:
    """400: the site is not too busy for it, and counts nobody as gone."""
    site = await make_site(layers=Layers(without=UNQUEUED | {Layer.BODY_LIMIT}))
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    async with site.client.post("/accounts", data=b"no gzip", headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]) == (400, "invalid")
    assert site.metric("site_rejections_total", layer="admission", reason="gone") == 0
