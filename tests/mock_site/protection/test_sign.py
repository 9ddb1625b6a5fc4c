"""A wave that is shut says so at the door, to nobody else than whom a seat cannot be given."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import pytest

from mock_site import keys
from mock_site.layers import Layer, Layers
from mock_site.process.phase import Phase
from mock_site.protection.rate_limits import limits
from mock_site.protection.rate_limits.bucket import Rate
from mock_site.protection.rejections import Reason
from mock_site.protection.sign import has_sign, is_before
from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.tickets import PASS_COOKIE
from mock_site.settings import Settings
from mock_site.store.records import JoinRequest
from mock_site.testing import NOW_S, SiteInProcess, finished_account

Make = Callable[..., Awaitable[SiteInProcess]]
Answer = tuple[int, dict[str, Any], Mapping[str, str]]
NOBODY_IN = Terms(room_walk_in=False)
SHUT: Mapping[str, Mapping[str, float | None]] = {
    "full": {"quota": 0},
    "closed": {"closes_at": NOW_S},
    "not-open": {"opens_at": NOW_S + 60.0},
}
OPEN = {"quota": 100, "opens_at": None, "closes_at": None}
LAST = 99


async def shut(site: SiteInProcess, change: Mapping[str, float | None]) -> None:
    """Shut the wave, and have the store turn one away who is the first to ask."""
    await site.set_wave(change)
    account_id = await finished_account(site.store, LAST)
    wish = JoinRequest(account_id=account_id, wave="1", key="k", payload="none")
    assert (await site.store.join(wish)).registration is None


async def asked(site: SiteInProcess, headers: Mapping[str, str], body: bytes = b"no JSON") -> Answer:
    """Ask to join, as nobody should: without a key, a content type and a body of any sense."""
    call = site.client.post("/waves/1/join", data=body, headers=headers, allow_redirects=False)
    async with call as answer:
        is_json = answer.content_type == "application/json"
        return answer.status, await answer.json() if is_json else {}, answer.headers


@pytest.mark.parametrize("reason", SHUT)
async def test_who_can_have_no_seat_is_told_before_all_layers(make_site: Make, reason: str) -> None:
    """Without a pass, and whatever is asked; it is counted as every other join, and as no rejection."""
    site = await make_site(layers=Layers(), terms=NOBODY_IN)
    session = await site.open_account(1)
    assert (await asked(site, session))[1]["error"] == "queue"
    await shut(site, SHUT[reason])
    before = rejections(site)
    status, body, headers = await asked(site, session)
    assert (status, body["error"]) == (409 if reason == "full" else 403, reason)
    assert headers["X-Not-Processed"] == "1"
    assert site.metric("site_joins_total", result=reason.replace("-", "_")) == 1
    assert rejections(site) == before
    await site.set_wave(OPEN)
    assert (await asked(site, session))[1]["error"] == "queue"


def rejections(site: SiteInProcess) -> list[float | None]:
    """Give how many requests each layer has turned away."""
    name = "site_rejections_total"
    return [site.metric(name, layer=one.layer.value, reason=one.word) for one in Reason]


@pytest.mark.parametrize("reason", SHUT)
async def test_it_says_what_the_site_says(make_site: Make, reason: str) -> None:
    """A join that is in order gets the same answer, to the last header but the date."""
    site = await make_site()
    without = frozenset({Layer.WAITING_ROOM, Layer.RATE_LIMITS, Layer.ADMISSION})
    plain = await make_site(layers=Layers(without=without))
    session = await site.open_account(1)
    await shut(site, SHUT[reason])
    answers = [await one.join(session, "k") for one in (site, plain)]
    told, at_length = [
        (status, body, {name: value for name, value in headers.items() if name != "Date"})
        for status, body, headers in answers
    ]
    assert told == at_length


@pytest.mark.parametrize("reason", SHUT)
async def test_who_has_a_seat_is_told_so(site: SiteInProcess, reason: str) -> None:
    """A repetition gets its answer, and another wish is told what there is."""
    session = await site.open_account(1)
    _, given, _ = await site.join(session, "k")
    await shut(site, SHUT[reason])
    assert (await site.join(session, "k"))[:2] == (201, given)
    status, body, _ = await site.join(session, "l")
    assert (status, body["error"]) == (409, "already-joined")
    assert body["registration_id"] == given["registration_id"]


async def test_a_seat_that_comes_back_is_given(site: SiteInProcess) -> None:
    """Whoever asks once there is one again has it, before the sign is taken down for all."""
    first, other, second, third = [await site.open_account(number) for number in range(4)]
    await site.set_wave({"quota": 2})
    _, given, _ = await site.join(first, "k")
    asking = (other, second, third)
    assert [(await site.join(one, "k"))[0] for one in asking] == [201, 409, 409]
    path = f"/admin/registrations/{given['registration_id']}"
    async with site.client.delete(path, headers=dict(site.admin)) as removed:
        assert removed.status == 204
    assert (await site.join(second, "k"))[0] == 201
    await site.set_wave({"quota": 3})
    assert (await site.join(third, "k"))[0] == 201


async def test_it_goes_by_the_clock_of_the_site(site: SiteInProcess) -> None:
    """A wave is closed from that instant on, and open again where the clock is set back."""
    await shut(site, {"closes_at": NOW_S})
    session = await site.open_account(1)
    assert (await asked(site, session))[1] == {"error": "closed", "closes_at": NOW_S}
    site.clock.now_s -= 0.001
    assert (await site.join(session, "k"))[0] == 201


async def test_others_pass_it(site: SiteInProcess) -> None:
    """Who is not logged in or has a step to go is told that, and who reads pages is shown one."""
    await shut(site, SHUT["full"])
    assert (await asked(site, {}))[:2] == (401, {"error": "no-session"})
    account_id = await site.store.open_account("a@b.test", "hashed")
    assert account_id is not None
    status, body, _ = await site.join(site.session(account_id), "k")
    assert (status, body) == (403, {"error": "step-missing", "step": "email"})
    session = await site.open_account(1)
    status, body, headers = await asked(site, {**session, "Accept": "text/html"})
    assert (status, body, headers["Content-Type"]) == (400, {}, "text/html; charset=utf-8")
    headers = {**session, "Idempotency-Key": "k"}
    async with site.client.post("/waves/2/join", json={}, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (404, {"error": "not-found"})


async def test_a_connection_that_is_to_end_is_told_so(site: SiteInProcess) -> None:
    """By the site, as ever: of a process about to end, and as its visitor wants it."""
    await shut(site, SHUT["full"])
    session = await site.open_account(1)
    assert "Connection" not in (await site.join(session, "k"))[2]
    assert (await site.join({**session, "Connection": "close"}, "k"))[2]["Connection"] == "close"
    site.life.phase = Phase.DRAINING
    status, body, headers = await site.join(session, "k")
    assert (status, body, headers["Connection"]) == (409, {"error": "full"}, "close")


async def test_what_comes_next_on_the_connection_is_answered(site: SiteInProcess) -> None:
    """A body that nobody has read is in nobody's way."""
    await shut(site, SHUT["full"])
    session = await site.open_account(1)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as visitor:
        for _ in range(3):
            url = site.client.make_url("/waves/1/join")
            async with visitor.post(url, data=b"x" * 9_000, headers=session) as answer:
                assert await answer.json() == {"error": "full"}


async def passed(site: SiteInProcess, session: Mapping[str, str]) -> dict[str, str]:
    """Give the header of a session that has taken a pass, which nobody has used yet."""
    async with site.client.post("/queue") as answer:
        return {"Cookie": f"{session['Cookie']}; {PASS_COOKIE}={answer.cookies[PASS_COOKIE].value}"}


async def test_whoever_asks_keeps_the_pass(make_site: Make) -> None:
    """It ends 20 minutes after the last request, and a join of a wave that is shut is one."""
    site = await make_site(layers=Layers(), terms=NOBODY_IN)
    inside = await passed(site, await site.open_account(1))
    await shut(site, {"opens_at": NOW_S + 1_500.0})
    for _ in range(49):
        site.clock.now_s += 30.0
        assert (await site.join(inside, "k"))[:2] == (
            403,
            {"error": "not-open", "opens_at": NOW_S + 1_500.0},
        )
    site.clock.now_s += 30.0
    assert (await site.join(inside, "k"))[0] == 201


async def test_a_pass_goes_through_the_layers_as_seldom_as_it_may(make_site: Make) -> None:
    """At its first use, and once in an eighth of the time that it lasts, 150 s: there all is read."""
    site = await make_site(layers=Layers(), terms=NOBODY_IN)
    inside = await passed(site, await site.open_account(1))
    await shut(site, SHUT["full"])
    statuses = []
    for _ in range(7):
        statuses.append((await asked(site, inside))[0])
        site.clock.now_s += 60.0
    assert statuses == [400, 409, 409, 400, 409, 409, 400]
    site.clock.now_s += 1_200.0
    assert (await asked(site, inside))[1] == {"error": "full"}


async def test_the_first_who_uses_a_pass_is_the_only_one(make_site: Make) -> None:
    """A join that is turned away is a use."""
    site = await make_site(layers=Layers(), terms=NOBODY_IN)
    inside, other = await passed(site, await site.open_account(1)), await site.open_account(2)
    await shut(site, SHUT["full"])
    assert (await site.join(inside, "k"))[1] == {"error": "full"}
    cookie = inside["Cookie"].partition("; ")[2]
    lent = {"Cookie": f"{other['Cookie']}; {cookie}"}
    async with site.client.get("/me", headers=lent) as answer:
        assert await answer.json() == {"error": "queue", "reason": "shared"}


async def test_it_is_no_way_around_the_limit_of_an_address(
    make_site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request counts once, whoever answers; who asks too often is refused by the layers."""
    monkeypatch.setattr(limits, "ADDRESS_RATE", Rate(per_s=1e-6, burst=4))
    site = await make_site(layers=Layers(), terms=Terms(room_walk_in=False, unlimited_networks=()))
    session = await site.open_account(1)
    await shut(site, SHUT["full"])
    told = [(await asked(site, one))[1] for one in (session, {}, session, {}, session)]
    full, queue = {"error": "full"}, {"error": "queue", "reason": "no-pass"}
    assert told == [full, queue, full, queue, {"error": "too-many-requests", "reason": "address"}]
    assert site.metric("site_joins_total", result="full") == 2
    assert site.metric("site_rejections_total", layer="rate-limits", reason="address") == 1


def test_it_hangs_where_admission_is_hardened_and_seats_are_given_at_once() -> None:
    """Before joins alone."""
    assert has_sign(Settings(store="sqlite:///x"))
    for other in (
        {"layers": Layers(without=frozenset({Layer.ADMISSION}))},
        {"hold_s": 60.0},
        {"draws_lots": True},
    ):
        assert not has_sign(Settings(store="sqlite:///x", **other))
    routes = [("POST", "/waves/{wave}/join"), ("GET", "/waves/{wave}/join"), ("POST", "/queue")]
    assert [is_before(*route) for route in routes] == [True, False, False]


async def test_without_it_layers_come_first(make_site: Make) -> None:
    """A site whose admission is not hardened has all pass them."""
    site = await make_site(layers=Layers(without=frozenset({Layer.ADMISSION})), terms=NOBODY_IN)
    session = await site.open_account(1)
    await shut(site, SHUT["full"])
    assert (await asked(site, session))[1]["error"] == "queue"
    assert keys.GATES not in site.client.app
