"""The guard lets nobody pass without a pass of one's own, and everybody with one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from mock_site.middlewares import refusing
from mock_site.protection.rejections import Rejections
from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.cookies import add_wanted
from mock_site.protection.waiting_room.desk import Desk, Inlet
from mock_site.protection.waiting_room.door import HardenedDoor
from mock_site.protection.waiting_room.guard import guarded
from mock_site.protection.waiting_room.shared_words import WordsBusyError
from mock_site.protection.waiting_room.tickets import PASS_COOKIE, TICKET_COOKIE, Tickets
from mock_site.testing import SetClock
from tests.mock_site.protection.waiting_room.browser import HTML, Browser
from tests.mock_site.protection.waiting_room.rooms import PACE, opened_room

JOIN = "/waves/1/join"
PATHS = ("/accounts", "/me", "/sessions/end", "/waves/{wave}/join", "/registrations", "/", "/healthz")


class Site:
    """A site with a waiting room and a guard, whose pages do nothing.

    Args:
        client: speaks to it.
        door: of it.
        desk: of the room.
        clock: of the room.
        registry: of its metrics.
    """

    def __init__(
        self,
        client: TestClient[web.Request, web.Application],
        door: HardenedDoor,
        desk: Desk,
        clock: SetClock,
        registry: CollectorRegistry,
    ) -> None:
        self.client = client
        self.door = door
        self.desk = desk
        self.clock = clock
        self._registry = registry

    def browser(self) -> Browser:
        """Give a browser of somebody who has not been there before."""
        return Browser(self.client)

    def rejected(self, reason: str) -> float | None:
        """Give how many were turned away for a reason."""
        labels = {"layer": "waiting-room", "reason": reason}
        return self._registry.get_sample_value("site_rejections_total", labels)


Make = Callable[..., Awaitable[Site]]


def _routes(door: HardenedDoor) -> list[web.RouteDef]:
    """Give the queue, and pages that answer with the status that a request asks for."""

    async def take(request: web.Request) -> web.Response:
        """Give a ticket."""
        return web.json_response({"state": door.take(request).state.value})

    async def look(request: web.Request) -> web.Response:
        """Say how the ticket stands."""
        status = door.look(request)
        return web.json_response({"state": "none" if status is None else status.state.value})

    async def view(request: web.Request) -> web.Response:
        """Answer with the status that the request asks for."""
        return web.json_response({}, status=int(request.headers.get("X-Status", "200")))

    pages = [web.route("*", path, view) for path in PATHS]
    return [web.post("/queue", take), web.get("/queue", look), *pages]


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[Make]:
    """Give a function that makes a site whose room has this capacity."""
    clients: list[TestClient[web.Request, web.Application]] = []
    with ExitStack() as stack:

        async def make_site(*, capacity: int = 2, walk_in: bool = False) -> Site:
            """Make one."""
            clock, registry = SetClock(), CollectorRegistry()
            terms = Terms(room_capacity=capacity, room_tickets=2000)
            room, desk = stack.enter_context(opened_room(tmp_path / "room", clock, terms))
            door = HardenedDoor(room, Tickets(b"s" * 32, room.book), clock, walk_in=walk_in)

            def account(request: web.Request) -> str | None:
                """Give the account that the request says it has."""
                return request.headers.get("X-Account")

            guard = guarded(lambda _: door, account, Rejections(registry))
            app = web.Application(middlewares=[refusing, guard])
            app.on_response_prepare.append(add_wanted)

            app.add_routes(_routes(door))
            client = TestClient(TestServer(app), cookie_jar=DummyCookieJar())
            clients.append(client)
            await client.start_server()
            return Site(client, door, desk, clock, registry)

        yield make_site
        for client in clients:
            await client.close()


async def _inside(site: Site) -> Browser:
    browser = site.browser()
    assert (await browser.ask("POST", "/queue")).body == {"state": "admitted"}
    return browser


async def test_without_a_pass_a_programme_is_refused_and_a_person_sent_to_the_queue(make: Make) -> None:
    """And each is counted."""
    site = await make()
    page = await site.browser().ask("POST", "/accounts")
    assert (page.status, page.body) == (403, {"error": "queue", "reason": "no-pass"})
    assert page.headers["X-Not-Processed"] == "1"
    page = await site.browser().ask("GET", "/me", headers=HTML)
    assert (page.status, page.headers["Location"]) == (303, "/queue?next=/me")
    page = await site.browser().ask("POST", "/accounts", headers=HTML)
    assert (page.status, page.headers["Location"]) == (303, "/queue")
    assert site.rejected("no-pass") == 3


@pytest.mark.parametrize("path", ["/", "/healthz", "/registrations", "/nowhere"])
async def test_what_is_cheap_or_comes_later_needs_no_pass(make: Make, path: str) -> None:
    """Nor does what is not there."""
    site = await make()
    assert (await site.browser().ask("GET", path)).status in {200, 404}
    assert site.rejected("no-pass") == 0


async def test_with_a_pass_one_goes_in_until_one_has_joined(make: Make) -> None:
    """Then the next one comes in; the join alone may be repeated."""
    site = await make(capacity=1)
    first, second = await _inside(site), site.browser()
    assert (await second.ask("POST", "/queue")).body == {"state": "waiting"}
    assert (await first.ask("POST", "/accounts")).status == 200
    assert (await first.ask("POST", JOIN, headers={"X-Status": "409"})).status == 409
    assert (await second.ask("GET", "/queue")).body == {"state": "waiting"}
    assert (await first.ask("POST", JOIN, headers={"X-Status": "201"})).status == 201
    assert (await second.ask("GET", "/queue")).body == {"state": "admitted"}
    assert (await first.ask("POST", JOIN, headers={"X-Status": "201"})).status == 201
    page = await first.ask("GET", "/me")
    assert (page.status, page.body["reason"]) == (403, "spent")
    assert site.desk.census().joined == 1


async def test_logging_out_makes_room(make: Make) -> None:
    """Whoever has left needs a new ticket."""
    site = await make(capacity=1)
    browser = await _inside(site)
    assert (await browser.ask("POST", "/sessions/end")).status == 200
    assert browser.cookies == {}
    assert site.desk.census().left == 1


async def test_a_forged_pass_is_none(make: Make) -> None:
    """Neither another number nor another signature is believed."""
    site = await make(capacity=1)
    inside, waiting = await _inside(site), site.browser()
    await waiting.ask("POST", "/queue")
    book, number = inside.cookies[PASS_COOKIE].split(".")[0].split("-")
    good = inside.cookies[PASS_COOKIE]
    for forged in (
        good.replace(f"{book}-{number}", f"{book}-1"),
        good[:-1],
        waiting.cookies[TICKET_COOKIE],
        number,
    ):
        waiting.cookies[PASS_COOKIE] = forged
        assert (await waiting.ask("GET", "/me")).status == 403


async def test_a_pass_lent_to_fifty_accounts_is_good_for_one(make: Make) -> None:
    """The others are told, and may take a ticket of their own."""
    site = await make(capacity=1, walk_in=True)
    owner = await _inside(site)
    assert (await owner.ask("GET", "/me", headers={"X-Account": "0"})).status == 200
    lent = [Browser(site.client, dict(owner.cookies)) for _ in range(50)]
    for number, browser in enumerate(lent, start=1):
        page = await browser.ask("GET", "/me", headers={"X-Account": str(number)})
        assert (page.status, page.body["reason"]) == (403, "shared")
        assert browser.cookies == {}
    assert (await owner.ask("GET", "/me", headers={"X-Account": "0"})).status == 200
    assert (await lent[0].ask("POST", "/queue")).body == {"state": "waiting"}
    assert site.rejected("shared") == 50


async def test_an_expired_pass_is_refused_and_its_browser_may_queue_again(make: Make) -> None:
    """It gets another ticket, and a place behind all others."""
    site = await make(capacity=1)
    browser = await _inside(site)
    site.clock.now_s += PACE.pass_ticks + 1
    page = await browser.ask("GET", "/me")
    assert (page.status, page.body["reason"]) == (403, "expired")
    await site.browser().ask("POST", "/queue")
    assert (await browser.ask("POST", "/queue")).body == {"state": "waiting"}
    assert PASS_COOKIE not in browser.cookies


async def test_while_nobody_waits_one_may_walk_in(make: Make) -> None:
    """The pass comes with the page; once it is full one is sent to the queue."""
    site = await make(capacity=2, walk_in=True)
    browsers = [site.browser() for _ in range(3)]
    statuses = [(await browser.ask("GET", "/me")).status for browser in browsers]
    assert statuses == [200, 200, 403]
    assert {*browsers[0].cookies} == {TICKET_COOKIE, PASS_COOKIE}
    assert (await browsers[0].ask("GET", "/me")).status == 200
    assert site.desk.census().taken == 2


async def test_whoever_has_joined_may_walk_in_again_while_nobody_waits(make: Make) -> None:
    """To look at what has come of it; with a pass of its own, as the old one is spent."""
    site = await make(capacity=1, walk_in=True)
    browser = await _inside(site)
    assert (await browser.ask("POST", JOIN, headers={"X-Status": "201"})).status == 201
    spent = browser.cookies[PASS_COOKIE]
    assert (await browser.ask("POST", JOIN, headers={"X-Status": "201"})).status == 201
    assert browser.cookies[PASS_COOKIE] == spent
    assert (await browser.ask("GET", "/me")).status == 200
    assert browser.cookies[PASS_COOKIE] != spent


async def test_a_pass_comes_also_with_an_answer_that_refuses(make: Make) -> None:
    """Whoever filled in a form wrongly does not take a second place with the next try."""
    site = await make(capacity=1, walk_in=True)
    browser = site.browser()
    assert (await browser.ask("POST", "/accounts", headers={"X-Status": "400"})).status == 400
    assert (await browser.ask("POST", "/accounts")).status == 200


async def test_a_busy_room_is_told_as_that(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with a time to come again, and nobody is let in for it."""
    site = await make()

    def busy(*_: object, **__: object) -> None:
        """Find the room held by somebody else."""
        raise WordsBusyError("words: another process holds their lock")

    monkeypatch.setattr(site.door, "worth", busy)
    page = await site.browser().ask("GET", "/me")
    assert (page.status, page.headers["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "1")
    assert site.rejected("busy") == 1


async def test_a_room_that_is_busy_at_the_end_spoils_no_join(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was promised is said; the pass ends by itself."""
    site = await make()
    browser = await _inside(site)

    def busy(*_: object, **__: object) -> None:
        """Find the room held by somebody else."""
        raise WordsBusyError("words: another process holds their lock")

    monkeypatch.setattr(site.door, "joined", busy)
    assert (await browser.ask("POST", JOIN, headers={"X-Status": "201"})).status == 201


async def test_no_more_tickets_are_told_as_that(make: Make) -> None:
    """The room does not grow for ever."""
    site = await make(capacity=5000, walk_in=True)
    site.desk.set_inlet(Inlet(capacity=5000))
    for _ in range(2000):
        site.door._room.take()
    page = await site.browser().ask("GET", "/me")
    assert (page.status, page.body["reason"]) == (503, "the waiting room has no more tickets")
    assert site.rejected("no-tickets") == 1
