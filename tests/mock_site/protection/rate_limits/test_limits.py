"""Limits refuse floods and let crowds through, also where a crowd shares an address."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from mock_site.middlewares import refusing
from mock_site.protection.rate_limits.address import Networks
from mock_site.protection.rate_limits.bucket import Buckets
from mock_site.protection.rate_limits.limits import Limits, NaiveLimits, limited
from mock_site.protection.rate_limits.log_ins import note_success
from mock_site.protection.rate_limits.window import FixedWindows
from mock_site.protection.rejections import Rejections
from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.cookies import add_wanted
from mock_site.testing import SetClock
from mock_site.trust.known_browsers import KnownBrowsers

Client = TestClient[web.Request, web.Application]
PROXY = Terms(trusted_proxies=("127.0.0.0/8",), unlimited_networks=("192.0.2.0/24",))
ROUTES = ("/sessions", "/accounts", "/phone", "/phone/verify", "/accounts/verify-email/resend")


class Site:
    """A site that has limits and nothing else.

    Args:
        client: speaks to it.
        clock: of its limits.
        registry: of its metrics.
    """

    def __init__(self, client: Client, clock: SetClock, registry: CollectorRegistry) -> None:
        self._client = client
        self.clock = clock
        self._registry = registry

    async def post(
        self,
        path: str,
        address: str,
        body: dict[str, str] | None = None,
        account: str = "",
        cookies: dict[str, str] | None = None,
    ) -> int:
        """Post from an address, and give the status; cookies are kept as a browser keeps them."""
        kept = {} if cookies is None else cookies
        cookie = "; ".join(f"{name}={value}" for name, value in kept.items())
        headers = {"X-Forwarded-For": address, "X-Account": account, "Cookie": cookie}
        async with self._client.post(path, json=body or {}, headers=headers) as answer:
            kept.update({name: morsel.value for name, morsel in answer.cookies.items()})
            if answer.status == 429:
                assert int(answer.headers["Retry-After"]) >= 1
                assert (await answer.json())["error"] == "too-many-requests"
            return answer.status

    def refused(self, reason: str) -> float | None:
        """Give how many were refused for a reason."""
        labels = {"layer": "rate-limits", "reason": reason}
        return self._registry.get_sample_value("site_rejections_total", labels)


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., Awaitable[Site]]]:
    """Give a function that makes a site with these limits."""
    clients: list[Client] = []

    async def make_site(*, naive: bool = False, time_scale: float = 1.0, terms: Terms = PROXY) -> Site:
        """Make one."""
        clock, registry = SetClock(1000.0), CollectorRegistry()
        browsers = KnownBrowsers(b"s" * 32, clock, is_secure=False)
        hardened = Limits(
            terms,
            time_scale,
            clock,
            lambda request: request.headers["X-Account"] or None,
            lambda _: browsers,
            lambda _, rate: Buckets(rate, clock, most=2_000),
        )
        limits = (
            NaiveLimits(FixedWindows(5, 60.0, clock), Networks(["192.0.2.0/24"])) if naive else hardened
        )
        app = web.Application(middlewares=[refusing, limited(limits, Rejections(registry))])

        async def done(request: web.Request) -> web.Response:
            """Give the body back, and log in whoever has the right password."""
            body = await request.json()
            if body.get("password") == "right":
                note_success(request)
            return web.json_response(body)

        app.on_response_prepare.append(add_wanted)
        app.add_routes([web.post(route, done) for route in (*ROUTES, "/admin/wave")])
        client = TestClient(TestServer(app), cookie_jar=DummyCookieJar())
        clients.append(client)
        await client.start_server()
        return Site(client, clock, registry)

    yield make_site
    for client in clients:
        await client.close()


async def test_guessing_at_one_account_is_refused(make: Callable[..., Awaitable[Site]]) -> None:
    """However the e-mail is spelt; the owner, who is elsewhere, and another account are not affected."""
    site = await make()
    statuses = [
        await site.post("/sessions", "198.51.100.1", {"email": spelling})
        for spelling in ["budi@warga.test", "BUDI@warga.test"] * 6
    ]
    assert statuses == [200] * 10 + [429] * 2
    assert await site.post("/sessions", "203.0.113.5", {"email": "budi@warga.test"}) == 200
    assert await site.post("/sessions", "198.51.100.1", {"email": "ana@warga.test"}) == 200
    assert site.refused("account") == 2
    site.clock.now_s += 10
    assert await site.post("/sessions", "198.51.100.1", {"email": "budi@warga.test"}) == 200


async def test_guessing_from_many_addresses_is_refused_but_not_where_the_owner_was(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """Each of a hundred tries once: all together are strangers to the account, and the owner is none."""
    site = await make()
    guess = {"email": "budi@warga.test", "password": "wrong"}
    right = {"email": "budi@warga.test", "password": "right"}
    assert await site.post("/sessions", "203.0.113.5", right) == 200
    statuses = [await site.post("/sessions", f"198.51.100.{number}", guess) for number in range(100)]
    assert statuses == [200] * 49 + [429] * 51
    assert {await site.post("/sessions", "203.0.113.5", right) for _ in range(9)} == {200}
    site.clock.now_s += 2
    assert await site.post("/sessions", "198.51.100.200", guess) == 200
    assert await site.post("/sessions", "198.51.100.201", guess) == 429


async def test_an_owner_who_shares_the_guessers_address_comes_in_with_a_known_browser(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """However much is guessed there; who has an account of his own is known to that one alone."""
    site, office = await make(), "198.51.100.1"
    guess = {"email": "budi@warga.test", "password": "wrong"}
    right = {"email": "budi@warga.test", "password": "right"}
    owners: dict[str, str] = {}
    guessers: dict[str, str] = {}
    assert await site.post("/sessions", office, right, cookies=owners) == 200
    others = {"email": "ana@warga.test", "password": "right"}
    assert await site.post("/sessions", office, others, cookies=guessers) == 200
    guesses = [await site.post("/sessions", office, guess, cookies=guessers) for _ in range(20)]
    assert guesses == [200] * 9 + [429] * 11
    assert await site.post("/sessions", office, right) == 429
    assert {await site.post("/sessions", office, right, cookies=owners) for _ in range(5)} == {200}


async def test_a_known_browser_may_guess_no_more_often_than_others(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """It has a bucket of its own, and no larger one."""
    site, address = await make(), "198.51.100.1"
    cookies: dict[str, str] = {}
    right = {"email": "budi@warga.test", "password": "right"}
    assert await site.post("/sessions", address, right, cookies=cookies) == 200
    wrong = {"email": "budi@warga.test", "password": "wrong"}
    tries = [await site.post("/sessions", address, wrong, cookies=cookies) for _ in range(12)]
    assert tries == [200] * 10 + [429] * 2


async def test_guessing_is_refused_where_addresses_are_not_limited(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """That many ask from there says nothing of how often one of them may guess."""
    site = await make()
    body = {"email": "budi@warga.test"}
    assert [await site.post("/sessions", "192.0.2.1", body) for _ in range(11)][9:] == [200, 429]


async def test_codes_for_one_phone_are_limited_whoever_asks(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """A flood of messages to one number, from accounts of one's own."""
    site = await make()
    statuses = [
        await site.post("/phone", "198.51.100.1", {"phone": "0841 2345 6789"}, account=str(number))
        for number in range(8)
    ]
    assert statuses == [200] * 6 + [429] * 2
    assert site.refused("phone") == 2


@pytest.mark.parametrize(
    ("path", "burst"), [("/phone", 6), ("/phone/verify", 10), ("/accounts/verify-email/resend", 3)]
)
async def test_one_account_is_limited_on_every_dear_route(
    make: Callable[..., Awaitable[Site]], path: str, burst: int
) -> None:
    """Whatever it asks for."""
    site = await make()
    body = {"email": "budi@warga.test"}
    statuses = [await site.post(path, "198.51.100.1", body, account="a") for _ in range(burst + 1)]
    assert statuses == [200] * burst + [429]


async def test_five_hundred_honest_people_behind_one_address_get_through(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """All at once: an account, a log-in, and a few other requests each; nobody is refused."""
    site = await make()
    statuses = []
    for number in range(500):
        body = {"email": f"budi{number}@warga.test"}
        statuses += [
            await site.post(path, "198.51.100.7", body, account=str(number))
            for path in ("/accounts", "/sessions", "/phone", "/phone/verify")
        ]
    assert statuses.count(429) < len(statuses) / 100
    assert statuses == [200] * 2000


async def test_a_flood_of_accounts_from_one_address_is_refused(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """More than twice those five hundred; another address is not affected."""
    site = await make()
    statuses = [await site.post("/accounts", "198.51.100.7") for _ in range(1010)]
    assert statuses == [200] * 1000 + [429] * 10
    assert await site.post("/accounts", "198.51.100.8") == 200
    assert site.refused("address") == 10


async def test_fewer_accounts_of_an_address_are_a_setting(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """In the long run it may open a hundredth of them a second: after 25 s two more of eight."""
    site = await make(terms=replace(PROXY, accounts_of_address=8))
    assert [await site.post("/accounts", "198.51.100.7") for _ in range(9)] == [200] * 8 + [429]
    site.clock.now_s += 25
    assert [await site.post("/accounts", "198.51.100.7") for _ in range(3)] == [200, 200, 429]


async def test_an_unlimited_network_and_the_keeper_of_the_site_are_not_limited(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """A load generator has one address for all of its visitors."""
    site = await make()
    assert {await site.post("/accounts", "192.0.2.1") for _ in range(1010)} == {200}
    assert await site.post("/admin/wave", "198.51.100.7") == 200


async def test_a_shorter_day_has_faster_limits(make: Callable[..., Awaitable[Site]]) -> None:
    """A fifth of the day, five times the rate."""
    site = await make(time_scale=0.2)
    body = {"email": "budi@warga.test"}
    assert [await site.post("/sessions", "198.51.100.1", body) for _ in range(11)][-1] == 429
    site.clock.now_s += 2
    assert await site.post("/sessions", "198.51.100.1", body) == 200


async def test_the_naive_limit_falls_for_a_forged_address_and_hits_the_shared_one(
    make: Callable[..., Awaitable[Site]],
) -> None:
    """These are its faults: who forges gets through, who shares does not."""
    site = await make(naive=True)
    forged = [
        await site.post("/sessions", f"203.0.113.{number}", {"email": "budi@warga.test"})
        for number in range(20)
    ]
    assert forged == [200] * 20
    shared = [await site.post("/accounts", "198.51.100.7") for _ in range(6)]
    assert shared == [200] * 5 + [429]
    assert {await site.post("/accounts", "192.0.2.1") for _ in range(6)} == {200}
