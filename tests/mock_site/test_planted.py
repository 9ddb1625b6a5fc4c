"""A defect of the site shows to its visitors, and without it the site is right."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mock_site import keys
from mock_site.defects import NONE, Defect, Defects
from mock_site.layers import Layer, Layers, Level
from mock_site.middlewares import LEAK_BYTES, remembering
from mock_site.outside.bulkhead import Bulkhead, BulkheadFull, BulkheadRule
from mock_site.outside.line import GUARDS, guards_of
from mock_site.outside.metrics import CallResult
from mock_site.outside.retry_budget import RetryRule
from mock_site.outside.wire import CallError
from mock_site.pages.shown_wave import ShownWave
from mock_site.process.drain import drain_level
from mock_site.protection.admission.control import hardened_gates
from mock_site.protection.admission.priority import Priority
from mock_site.protection.rejections import Reason
from mock_site.protection.terms import Terms
from mock_site.settings import WAVE, Settings
from mock_site.store.records import Seats
from mock_site.testing import SetClock, SiteInProcess, form
from mock_site.trust.costs import Argon2Cost
from mock_site.trust.password import Passwords
from mock_site.wave_watch import WaveWatch
from tests.mock_site.around import Around
from tests.mock_site.outside.told import Taken
from tests.mock_site.protection.waiting_room.browser import Browser
from tests.mock_site.walker import Walker

Make = Callable[..., Awaitable[SiteInProcess]]
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Origin": "http://elsewhere.test"}


def planted_or_not(defect: Defect) -> pytest.MarkDecorator:
    """Give the same test with a defect and without."""
    return pytest.mark.parametrize("defects", [NONE, frozenset({defect})], ids=["right", "planted"])


async def status_of(site: SiteInProcess, path: str, **options: object) -> int:
    """Get a page's status."""
    async with site.client.get(path, **options) as answer:  # type: ignore[arg-type]
        return answer.status


@planted_or_not(Defect.LYING_COUNTER)
async def test_the_home_page_tells_of_half_of_what_is_gone(make_site: Make, defects: Defects) -> None:
    """Of 100 seats four were given; the metrics know."""
    site = await make_site(defects=defects)
    for number in range(4):
        await site.join(await site.open_account(number), "k")
    await site.client.app[keys.WAVE_WATCH].refresh()
    async with site.client.get("/", headers={"Accept": "application/json"}) as answer:
        assert (await answer.json())["seats_left"] == (98 if defects else 96)
    await status_of(site, "/metrics")
    assert site.metric("site_seats", state="left") == 96


async def test_a_lie_is_made_up_once(make_site: Make) -> None:
    """So that the page is rendered no more often than the true one."""
    site = await make_site(defects=frozenset({Defect.LYING_COUNTER}))
    shown = site.client.app[keys.SHOWN_WAVE]
    assert await shown.read() is await shown.read()


@planted_or_not(Defect.CSRF_OFF)
async def test_a_form_of_another_site_is_taken(
    make_site: Make, around: Around, defects: Defects
) -> None:
    """Without a token, from elsewhere, with the visitor's own session."""
    site = await make_site(around=around, defects=defects)
    me = Walker(site, around)
    await me.walk_to("phone")
    fields = {"phone": form(1)["phone"]}
    status, _ = await me.call("POST", "/phone", data=fields, headers=FOREIGN)
    assert status == (202 if defects else 403)
    status, _ = await me.call("POST", "/phone", data=fields)
    assert status == (202 if defects else 403)


@planted_or_not(Defect.ID_ENUMERATION)
async def test_anybody_reads_anybodys_registration(make_site: Make, defects: Defects) -> None:
    """By counting, without a session."""
    site = await make_site(defects=defects)
    _, seat, _ = await site.join(await site.open_account(1), "k")
    assert (seat["registration_id"] == "1-1") is bool(defects)
    assert await status_of(site, f"/registrations/{seat['registration_id']}") == (
        200 if defects else 404
    )
    assert await status_of(site, "/registrations/1-2") == 404


@planted_or_not(Defect.LOST_UPDATE)
async def test_a_stale_profile_overwrites_a_newer_one(
    make_site: Make, around: Around, defects: Defects
) -> None:
    """Two tabs, one profile; a version has to be named in either case."""
    site = await make_site(around=around, defects=defects)
    me = Walker(site, around)
    await me.walk_to("profile")
    await me.profile('"0"', address="Jalan Satu 1")
    status, _ = await me.profile('"0"', address="Jalan Dua 2")
    assert status == (200 if defects else 412)
    _, body = await me.get("/profile")
    assert body["profile"]["address"] == ("Jalan Dua 2" if defects else "Jalan Satu 1")
    assert (await me.profile("x"))[0] == 400


@planted_or_not(Defect.READINESS_LIES)
async def test_a_process_that_ends_says_that_it_is_ready(make_site: Make, defects: Defects) -> None:
    """To whoever is about to send it visitors."""
    site = await make_site(defects=defects)
    assert await status_of(site, "/readyz") == 200
    site.life.drain()
    assert await status_of(site, "/readyz") == (200 if defects else 503)


@planted_or_not(Defect.DRAIN_DROPS)
def test_a_process_is_cut_off(defects: Defects) -> None:
    """However well the layer is made."""
    settings = Settings(store="sqlite:///x.db", defects=defects)
    assert drain_level(settings) is (Level.OFF if defects else Level.HARDENED)


class CountedStore:
    """Counts how often its wave is read."""

    def __init__(self, site: SiteInProcess) -> None:
        self._store = site.store
        self.reads = 0

    async def wave_state(self, wave: str) -> object:
        """Read the wave, and count it."""
        self.reads += 1
        return await self._store.wave_state(wave)


@planted_or_not(Defect.CACHE_STAMPEDE)
async def test_everybody_fills_the_cache(site: SiteInProcess, defects: Defects) -> None:
    """Ten at once, ten reads, and ten pages to render; then none for a second."""
    store, clock = CountedStore(site), SetClock()
    watch = WaveWatch(site.store, WAVE)
    await watch.refresh()
    shown = ShownWave(Level.HARDENED, watch, store, WAVE, clock, defects)  # type: ignore[arg-type]
    waves = await asyncio.gather(*(shown.read() for _ in range(10)))
    await asyncio.gather(*(shown.read() for _ in range(10)))
    assert store.reads == (10 if defects else 0)
    assert len({id(wave) for wave in waves}) == (10 if defects else 1)


@planted_or_not(Defect.LOOP_BLOCKED)
async def test_nothing_else_goes_on_while_a_password_is_hashed(defects: Defects) -> None:
    """Nor while one is checked."""
    order = []

    async def log_in(passwords: Passwords) -> None:
        """Have a password hashed, and compared."""
        kept = await passwords.hashed("rahasia")
        assert await passwords.matches("rahasia", kept)
        order.append("logged in")

    async with Passwords(Argon2Cost(memory_kib=4096, passes=1, lanes=1), defects) as passwords:
        task = asyncio.create_task(log_in(passwords))
        await asyncio.sleep(0)
        order.append("went on")
        await task
    expected = ["logged in", "went on"]
    assert order == (expected if defects else expected[::-1])


@planted_or_not(Defect.UNBOUNDED_QUEUE)
async def test_any_number_waits(defects: Defects) -> None:
    """A hardened gate is closed to the one after the last place of its queue."""
    gate = hardened_gates(Terms(), lambda: 0.0, defects).usual
    found = [gate.enter(Priority.BROWSE) for _ in range(5_000)]
    waiting = [one for one in found if isinstance(one, asyncio.Future)]
    assert (Reason.QUEUE_FULL in found) is not bool(defects)
    assert gate.is_closed_to(Priority.BROWSE) is not bool(defects)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


@planted_or_not(Defect.POOL_LEAK)
async def test_a_failed_call_keeps_its_place(defects: Defects) -> None:
    """One that goes well gives it back in either case."""
    bulkhead = Bulkhead(BulkheadRule(places=1, waiting=0), Taken(), defects)

    async def call(*, fails: bool) -> str:
        """Make a call and tell how it ended."""
        try:
            async with bulkhead.place():
                return "went well" if not fails else await failed()
        except CallError:
            return "failed"
        except BulkheadFull:
            return "full"

    found = [await call(fails=fails) for fails in (False, True, False)]
    assert found == ["went well", "failed", "full" if defects else "went well"]


async def failed() -> str:
    """Fail as a call does."""
    raise CallError(CallResult.FAILED)


@planted_or_not(Defect.FORGED_FORWARDED_FOR)
async def test_whoever_names_other_addresses_is_never_limited(make_site: Make, defects: Defects) -> None:
    """By the address that nobody else has written."""
    layers = Layers(without=frozenset({Layer.WAITING_ROOM}))
    terms = Terms(unlimited_networks=(), accounts_of_address=20)
    site = await make_site(layers=layers, terms=terms, defects=defects)
    said = {"email": "x"}
    found = set()
    for number in range(60):
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        async with site.client.post("/accounts", json=said, headers=headers) as answer:
            found.add(answer.status)
    assert found == ({400} if defects else {400, 429})


@pytest.fixture
async def inside(make_site: Make, defects: Defects) -> tuple[SiteInProcess, Browser]:
    """Give a site with a waiting room for one, and somebody whom it has let in."""
    layers = Layers(without=frozenset({Layer.RATE_LIMITS}))
    terms = Terms(room_capacity=1, room_walk_in=False, room_tickets=2_000)
    site = await make_site(layers=layers, terms=terms, defects=defects)
    browser = Browser(site.client)
    assert (await browser.ask("POST", "/queue")).body["state"] == "admitted"
    return site, browser


@planted_or_not(Defect.QUEUE_TOKEN_REUSE)
async def test_a_pass_is_passed_around(inside: tuple[SiteInProcess, Browser], defects: Defects) -> None:
    """One account after the other goes in with it, also when the first has joined."""
    site, browser = inside
    given = 2 if defects else 1
    pass_ = browser.cookies["queue_pass"]
    found = []
    for number in (1, 2):
        session = (await site.open_account(number))["Cookie"].removeprefix("session=")
        one = Browser(site.client, {"queue_pass": pass_, "session": session})
        found.append((await one.ask("GET", "/me")).status)
        await one.ask("POST", "/waves/1/join", json={}, headers={"Idempotency-Key": "k"})
        found.append((await one.ask("GET", "/me")).status)
    assert found == ([200] * 4 if defects else [200, 403, 403, 403])
    assert await site.store.seats(WAVE) == Seats(quota=100, given=given, taken=given)


@planted_or_not(Defect.QUEUE_TOKEN_FORGERY)
async def test_a_pass_that_anybody_has_written_opens_the_door(
    inside: tuple[SiteInProcess, Browser], defects: Defects
) -> None:
    """Made of the ticket of somebody who waits."""
    site, _ = inside
    waits = Browser(site.client)
    assert (await waits.ask("POST", "/queue")).body["state"] == "waiting"
    text = waits.cookies["queue_ticket"].split(".")[0]
    waits.cookies["queue_pass"] = f"{text}.9999999999.{'A' * 43}"
    waits.cookies["session"] = (await site.open_account(1))["Cookie"].removeprefix("session=")
    assert (await waits.ask("GET", "/me")).status == (200 if defects else 403)
    waits.cookies["queue_pass"] = "nonsense"
    assert (await waits.ask("GET", "/me")).status == 403


@planted_or_not(Defect.RETRY_STORM)
def test_a_failed_call_is_made_again_at_once_and_without_a_budget(defects: Defects) -> None:
    """Ten times, however the neighbour is."""
    guards = guards_of(Level.HARDENED, defects)
    right = GUARDS[Level.HARDENED]
    assert guards.retry == (RetryRule(most=10) if defects else right.retry)
    assert guards.breaker == (None if defects else right.breaker)
    assert guards.retries_limited is bool(defects)


@planted_or_not(Defect.SLOW_LEAK)
async def test_every_request_leaves_something_behind(make_site: Make, defects: Defects) -> None:
    """Eight kilobytes of it."""
    site = await make_site(defects=defects)
    kept = [
        cell.cell_contents
        for one in site.client.app.middlewares
        for cell in getattr(one, "__closure__", None) or ()
        if isinstance(cell.cell_contents, list)
        and remembering.__name__ in getattr(one, "__qualname__", "")
    ]
    for _ in range(3):
        await status_of(site, "/healthz")
    assert [[len(one) for one in seen] for seen in kept] == ([[LEAK_BYTES] * 3] if defects else [])
