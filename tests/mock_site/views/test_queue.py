"""The queue tells everybody where they stand, as a page and as JSON, and its keeper what is going on."""

import functools
import json
from collections.abc import Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.tickets import PASS_COOKIE, TICKET_COOKIE
from mock_site.testing import NOW_S, SiteInProcess
from tests.mock_site.protection.waiting_room.browser import HTML, Browser

Make = Callable[..., Awaitable[SiteInProcess]]


@pytest.fixture
def queued(make_site: Make) -> Make:
    """Give a function that starts a site with every layer, if nothing else is said."""
    return functools.partial(make_site, layers=Layers())


@pytest.fixture
async def site(queued: Make) -> SiteInProcess:
    """Give a site with every layer."""
    return await queued()


def _browser(site: SiteInProcess) -> Browser:
    return Browser(site.client)


async def _inlet(site: SiteInProcess, **change: object) -> None:
    page = await _browser(site).ask("PUT", "/admin/queue/inlet", headers=site.admin, json=change)
    assert page.status == 200, page.text


async def test_while_there_is_room_a_ticket_admits_at_once(site: SiteInProcess) -> None:
    """With the pass in a cookie that no script can read."""
    browser = _browser(site)
    page = await browser.ask("POST", "/queue")
    assert page.status == 201
    assert page.body == {
        "state": "admitted",
        "position": 1,
        "ahead": 0,
        "estimated_wait_s": None,
        "opens_in_s": None,
        "pass": browser.cookies[PASS_COOKIE],
    }
    assert "Retry-After" not in page.headers
    (cookie,) = [one for one in page.headers.getall("Set-Cookie") if one.startswith(PASS_COOKIE)]  # type: ignore[attr-defined]
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


async def test_whoever_waits_is_told_where_and_when_to_look_again(queued: Make) -> None:
    """Repeated asking gives the same ticket."""
    site = await queued(terms=Terms(room_capacity=1))
    await _browser(site).ask("POST", "/queue")
    browser = _browser(site)
    page = await browser.ask("POST", "/queue")
    assert (page.body["state"], page.body["position"], page.body["ahead"]) == ("waiting", 2, 0)
    assert int(page.headers["Retry-After"]) >= 1
    ticket = browser.cookies[TICKET_COOKIE]
    assert (await browser.ask("POST", "/queue")).body == page.body
    assert browser.cookies == {TICKET_COOKIE: ticket}
    assert (await browser.ask("GET", "/queue")).body == page.body


async def test_before_the_opening_one_is_told_when_it_is(queued: Make) -> None:
    """And has no place yet; after it everybody has one."""
    site = await queued(terms=Terms(room_capacity=1, room_opens_at_s=NOW_S + 90))
    browsers = [_browser(site) for _ in range(3)]
    pages = [await browser.ask("POST", "/queue") for browser in browsers]
    assert [page.body["state"] for page in pages] == ["pre-queue"] * 3
    assert (pages[0].body["opens_in_s"], pages[0].body["position"]) == (90, None)
    site.clock.now_s += 90
    pages = [await browser.ask("GET", "/queue") for browser in browsers]
    assert {page.body["position"] for page in pages} == {1, 2, 3}
    assert sorted(page.body["state"] for page in pages) == ["admitted", "waiting", "waiting"]


async def test_who_has_no_ticket_is_told_so(site: SiteInProcess) -> None:
    """A programme by 404, a person by a page with a button."""
    page = await _browser(site).ask("GET", "/queue")
    assert (page.status, page.body) == (404, {"error": "no-ticket"})
    page = await _browser(site).ask("GET", "/queue?next=/me", headers=HTML)
    assert page.status == 200
    assert '<form method="post" action="/queue?next=/me">' in page.text


async def test_a_waiting_page_loads_itself_again(queued: Make) -> None:
    """Without a script, and when it is time."""
    site = await queued(terms=Terms(room_capacity=1))
    await _browser(site).ask("POST", "/queue")
    browser = _browser(site)
    await browser.ask("POST", "/queue")
    page = await browser.ask("GET", "/queue?lang=en", headers=HTML)
    assert "You are in the queue" in page.text
    assert f'<meta http-equiv="refresh" content="{page.headers["Retry-After"]}">' in page.text
    page = await browser.ask("GET", "/queue?lang=id", headers=HTML)
    assert "Anda dalam antrean" in page.text


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("/me", "/me"),
        ("", "/accounts"),
        ("//evil.example", "/accounts"),
        ("https://evil.example", "/accounts"),
        ("/\\evil.example", "/accounts"),
        ("/%22onclick", "/accounts"),
    ],
)
async def test_one_is_shown_on_to_where_one_wanted_to_go(
    site: SiteInProcess, wanted: str, shown: str
) -> None:
    """Within this site alone."""
    browser = _browser(site)
    await browser.ask("POST", "/queue")
    page = await browser.ask("GET", f"/queue?lang=en&next={wanted}", headers=HTML)
    assert f'<a class="button" href="{shown}?lang=en">' in page.text


async def test_a_person_takes_a_ticket_by_a_form(site: SiteInProcess) -> None:
    """Which needs its token; then the page shows what came of it."""
    browser = _browser(site)
    form = {"Content-Type": "application/x-www-form-urlencoded", **HTML}
    page = await browser.ask("POST", "/queue", headers=form)
    assert page.status == 403
    shown = await browser.ask("GET", "/queue", headers=HTML)
    token = shown.text.split('name="csrf" value="')[1].split('"')[0]
    headers = {**form, "Cookie": f"visit={browser.cookies['visit']}"}
    call = site.client.post("/queue", data={"csrf": token}, headers=headers, allow_redirects=False)
    async with call as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/queue?next=/accounts")
        assert PASS_COOKIE in answer.cookies


async def test_whoever_leaves_makes_room(queued: Make) -> None:
    """And is nobody to the queue any more."""
    site = await queued(terms=Terms(room_capacity=1))
    first, second = _browser(site), _browser(site)
    for browser in (first, second):
        await browser.ask("POST", "/queue")
    assert (await first.ask("POST", "/queue/leave")).body == {"state": "left"}
    assert (await second.ask("GET", "/queue")).body["state"] == "admitted"
    assert first.cookies == {}


async def test_an_expired_ticket_says_so(queued: Make) -> None:
    """And gives a new one to whoever asks."""
    site = await queued(terms=Terms(room_capacity=1))
    browser = _browser(site)
    await browser.ask("POST", "/queue")
    site.clock.now_s += 3000
    assert (await browser.ask("GET", "/queue")).body["state"] == "expired"
    page = await browser.ask("GET", "/queue?lang=en", headers=HTML)
    assert "Your turn is over" in page.text
    assert (await browser.ask("POST", "/queue")).body["state"] == "admitted"


async def test_the_keeper_reads_every_ticket(queued: Make) -> None:
    """One object a line, with what people were shown."""
    site = await queued(terms=Terms(room_capacity=1))
    first, second = _browser(site), _browser(site)
    for browser in (first, second):
        await browser.ask("POST", "/queue")
    page = await _browser(site).ask("GET", "/admin/queue", headers=site.admin)
    lines = [json.loads(line) for line in page.text.splitlines()]
    assert lines[0]["pass"] == first.cookies[PASS_COOKIE]
    assert lines[0]["at"] == lines[0]["taken_at"] == NOW_S
    assert (lines[0]["place"], lines[0]["standing"], lines[0]["is_owned"]) == (0, "inside", False)
    assert (lines[1]["place"], lines[1]["standing"], lines[1]["pass"]) == (None, "waiting", None)


async def test_the_keeper_changes_who_is_let_in(queued: Make) -> None:
    """Some of it, the rest stays."""
    site = await queued(terms=Terms(room_capacity=1))
    await _inlet(site, capacity=3, admits_per_s=2.5)
    await _inlet(site, opens_at=NOW_S + 5)
    page = await _browser(site).ask("GET", "/admin/queue/inlet", headers=site.admin)
    assert page.body == {"capacity": 3, "admits_per_s": 2.5, "opens_at": NOW_S + 5}
    assert (await _browser(site).ask("POST", "/queue")).body["state"] == "pre-queue"


async def test_a_new_lot_waits_for_the_last_one(queued: Make) -> None:
    """409, and nothing changes."""
    site = await queued(terms=Terms(room_capacity=1, room_opens_at_s=NOW_S + 1))
    await _browser(site).ask("POST", "/queue")
    site.clock.now_s += 2
    page = await _browser(site).ask(
        "PUT", "/admin/queue/inlet", headers=site.admin, json={"opens_at": NOW_S + 9}
    )
    assert (page.status, page.body["error"]) == (409, "lot-not-over")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "body"),
        ({"size": 1}, "size"),
        ({"capacity": True}, "capacity"),
        ({"capacity": -1}, "capacity"),
        ({"admits_per_s": 0}, "admits_per_s"),
        ({"opens_at": "now"}, "opens_at"),
    ],
)
async def test_a_change_that_cannot_be_is_refused(
    site: SiteInProcess, change: dict[str, object], field: str
) -> None:
    """With the field that is wrong."""
    page = await _browser(site).ask("PUT", "/admin/queue/inlet", headers=site.admin, json=change)
    assert (page.status, page.body["field"]) == (400, field)


@pytest.mark.parametrize("path", ["/admin/queue", "/admin/queue/inlet"])
async def test_nobody_else_sees_the_queue(site: SiteInProcess, path: str) -> None:
    """Passes are in it."""
    assert (await _browser(site).ask("GET", path)).status == 403


async def test_without_a_waiting_room_everybody_is_in(queued: Make) -> None:
    """And there is nothing to keep."""
    site = await queued(layers=Layers(without=frozenset({Layer.WAITING_ROOM})))
    browser = _browser(site)
    assert (await browser.ask("POST", "/queue")).body["state"] == "admitted"
    assert (await browser.ask("GET", "/queue")).body["state"] == "admitted"
    assert (await browser.ask("POST", "/queue/leave")).status == 200
    assert browser.cookies == {}
    assert (await browser.ask("GET", "/admin/queue", headers=site.admin)).text == ""
    assert (await browser.ask("GET", "/admin/queue/inlet", headers=site.admin)).status == 404


async def test_the_naive_room_shows_its_number(queued: Make) -> None:
    """And lets in whoever writes a small one."""
    site = await queued(
        layers=Layers(profile=Profile.NAIVE), terms=Terms(room_admits_per_s=1.0, room_walk_in=False)
    )
    browsers = [_browser(site) for _ in range(2)]
    states = [(await browser.ask("POST", "/queue")).body["state"] for browser in browsers]
    assert states == ["admitted", "waiting"]
    assert (await browsers[1].ask("GET", "/me")).status == 403
    browsers[1].cookies["position"] = "0"
    assert (await browsers[1].ask("GET", "/me")).status == 401


async def test_a_room_without_tickets_says_so_and_is_counted(queued: Make) -> None:
    """503, with a time to come again."""
    site = await queued(terms=Terms(room_tickets=1))
    await _browser(site).ask("POST", "/queue")
    page = await _browser(site).ask("POST", "/queue")
    assert (page.status, page.body["error"], page.headers["Retry-After"]) == (503, "busy", "1")
    assert site.metric("site_rejections_total", layer="waiting-room", reason="no-tickets") == 1
