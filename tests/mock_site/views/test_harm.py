"""The admin calls of harm: conditions are shown and changed, and orders carried out."""

from collections.abc import Awaitable, Callable

import pytest

from mock_site.harm.conditions import Harm
from mock_site.layers import Layer, Layers, Profile
from mock_site.testing import SiteInProcess

Make = Callable[..., Awaitable[SiteInProcess]]
CALLS = [
    ("GET", "/admin/conditions"),
    ("PUT", "/admin/conditions"),
    ("POST", "/admin/cache/flush"),
    ("POST", "/admin/sessions/lose"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_nobody_harms_the_site_without_the_token(
    site: SiteInProcess, method: str, path: str
) -> None:
    """403, and nothing changes."""
    async with site.client.request(method, path, json={"clock": {"skew_s": 5}}) as answer:
        assert (answer.status, (await answer.json())["error"]) == (403, "forbidden")
    assert site.board.notice.conditions.in_force() == frozenset()
    assert (site.board.notice.cache_flushes, site.board.notice.session_losses) == (0, 0)


async def test_conditions_are_changed_part_by_part_and_shown(site: SiteInProcess) -> None:
    """What is not named stays; each kind that is in force is counted so."""
    async with site.client.get("/admin/conditions", headers=site.admin) as answer:
        before = await answer.json()
    await site.suffer(clock={"skew_s": 5}, loop={"every_s": 2})
    await site.suffer(telemetry={"gap": True})
    async with site.client.get("/admin/conditions", headers=site.admin) as answer:
        after = await answer.json()
    before["clock"]["skew_s"], before["loop"]["every_s"], before["telemetry"]["gap"] = 5.0, 2.0, True
    assert after == before
    in_force = {harm for harm in Harm if site.metric("site_harm_in_force", harm=harm.value)}
    assert in_force == {Harm.CLOCK, Harm.TELEMETRY}
    assert site.metric("site_harm_clock_skew_seconds") == 5


async def test_a_wrong_change_is_refused_whole(site: SiteInProcess) -> None:
    """400 with the field, and nothing of it is done."""
    change = {"clock": {"skew_s": 5}, "weather": "bad"}
    async with site.client.put("/admin/conditions", json=change, headers=site.admin) as answer:
        assert (answer.status, (await answer.json())["field"]) == (400, "weather")
    assert site.board.conditions.clock.skew_s == 0


async def test_the_whole_site_goes_by_the_skewed_clock(site: SiteInProcess) -> None:
    """A wave that is open closes for a clock that is fast: for the page, and for the store itself."""
    session = await site.open_account(1)
    await site.set_wave({"closes_at": site.clock() + 60})
    await site.suffer(clock={"skew_s": 61})
    headers = {"Accept": "application/json"}
    async with site.client.get("/", headers=headers) as answer:
        assert (await answer.json())["state"] == "closed"
    assert (await site.join(session, "k"))[0] == 403
    await site.suffer(clock={"skew_s": 0})
    assert (await site.join(session, "k"))[0] == 201


async def test_a_slow_commit_and_a_held_store_are_felt_by_whoever_writes(site: SiteInProcess) -> None:
    """The one is slower and counted, the other is refused for certain; reading goes on."""
    session = await site.open_account(1)
    await site.suffer(store={"commit_delay_s": 0.01})
    assert (await site.join(session, "k"))[0] == 201
    assert (site.metric("site_harm_strikes_total", harm="commit_delay") or 0) >= 1
    other = await site.open_account(2)
    await site.suffer(store={"commit_delay_s": 0, "held": 1})
    status, _, headers = await site.join(other, "k")
    assert (status, headers["X-Not-Processed"]) == (503, "1")
    assert (site.metric("site_harm_strikes_total", harm="store_held") or 0) >= 1
    async with site.client.get("/registrations", headers=session) as answer:
        assert answer.status == 200


async def test_a_site_in_a_telemetry_gap_does_not_tell_how_it_is(site: SiteInProcess) -> None:
    """503 until it is healed, when the gap itself is told."""
    await site.suffer(telemetry={"gap": True})
    async with site.client.get("/metrics") as answer:
        assert answer.status == 503
    await site.suffer(telemetry={"gap": False})
    async with site.client.get("/metrics") as answer:
        assert 'site_harm_strikes_total{harm="telemetry"} 1.0' in await answer.text()


async def test_a_flushed_cache_is_filled_again(make_site: Make) -> None:
    """Pages are as before, made anew; naive, the next visitor reads the store again."""
    naive = Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM}))
    site = await make_site(layers=naive)
    seats = []
    for quota in (7, 8):
        await site.set_wave({"quota": quota})
        async with site.client.post("/admin/cache/flush", headers=site.admin) as answer:
            assert answer.status == 200
        async with site.client.get("/", headers={"Accept": "application/json"}) as answer:
            seats.append((await answer.json())["seats_left"])
        async with site.client.get("/announcements") as answer:
            assert answer.status == 200
    assert seats == [7, 8]
    assert site.metric("site_cache_flushes_total") == 2


async def test_lost_log_ins_are_nobodys_and_accounts_stay(site: SiteInProcess) -> None:
    """401, and after logging in again everything is where it was."""
    session = await site.open_account(1)
    async with site.client.post("/admin/sessions/lose", headers=site.admin) as answer:
        assert await answer.json() == {"losses": 1}
    async with site.client.get("/me", headers=session) as answer:
        assert (answer.status, (await answer.json())["error"]) == (401, "no-session")
    account = await site.store.account_by_email("budi1@warga.test")
    assert account is not None
    assert (await site.join(site.session(account.account_id), "k"))[0] == 201
    assert site.metric("site_session_losses_total") == 1
