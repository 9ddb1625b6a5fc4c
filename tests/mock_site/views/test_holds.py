"""Holding a seat over HTTP, and on the pages that a browser is shown."""

import re
from collections.abc import Awaitable, Callable

import pytest

from mock_site import keys
from mock_site.testing import NOW_S, SiteInProcess, form

Make = Callable[..., Awaitable[SiteInProcess]]
Holding = tuple[SiteInProcess, dict[str, str]]
HTML = {"Accept": "text/html"}
HOLD_S = 120.0


@pytest.fixture
async def holding(make_site: Make) -> Holding:
    """Give a site that holds seats for two minutes, and the session of somebody who may join."""
    site = await make_site(hold_s=HOLD_S)
    return site, await site.open_account(1)


async def hold(
    site: SiteInProcess, session: dict[str, str], key: str = "h"
) -> tuple[int, dict[str, object], str | None]:
    """Ask for a seat to be held, and give status, body and whether it is a repetition."""
    headers = {**session, "Idempotency-Key": key}
    async with site.client.post("/waves/1/hold", json={}, headers=headers) as answer:
        return answer.status, await answer.json(), answer.headers.get("Idempotent-Replayed")


async def shown(site: SiteInProcess, session: dict[str, str], path: str = "/waves/1/hold") -> object:
    """Read a page as a programme."""
    async with site.client.get(path, headers=session) as answer:
        return await answer.json()


async def html(site: SiteInProcess, session: dict[str, str], path: str) -> str:
    """Read a page as a browser in English."""
    async with site.client.get(f"{path}?lang=en", headers={**session, **HTML}) as answer:
        assert answer.status == 200
        return await answer.text()


async def send(site: SiteInProcess, session: dict[str, str], what: str) -> tuple[int, str, str | None]:
    """Press the button of the page that joins, and give status, page and where it leads."""
    text = await html(site, session, "/waves/1/join")
    fields = {
        name: re.search(rf'name="{name}" value="([^"]+)"', text)[1]  # type: ignore[index]
        for name in ("csrf", "key")
    }
    assert f'action="/waves/1/{what}"' in text
    post = site.client.post(
        f"/waves/1/{what}?lang=en", data=fields, headers={**session, **HTML}, allow_redirects=False
    )
    async with post as answer:
        return answer.status, await answer.text(), answer.headers.get("Location")


async def test_a_seat_is_held_and_then_joined_with(holding: Holding) -> None:
    """The answer says which, until when and for how long; a repetition says the same."""
    site, session = holding
    assert await shown(site, session) == {"wave": "1", "state": "none"}
    kept = {"wave": "1", "state": "held", "seat": 1, "expires_at": NOW_S + HOLD_S}
    assert await hold(site, session) == (201, {**kept, "expires_in": HOLD_S}, None)
    site.clock.now_s += 20
    assert await hold(site, session) == (201, {**kept, "expires_in": 100.0}, "true")
    assert await shown(site, session) == {**kept, "expires_in": 100.0}
    assert (await site.join(session, "k"))[:2] == (
        201,
        {
            "registration_id": (await _own(site, session)),
            "seat": 1,
            "person": form(1)["nik"],
            "wave": "1",
        },
    )
    assert await shown(site, session) == {**kept, "state": "confirmed", "expires_in": 0.0}
    assert site.metric("site_holds_total", result="held") == 1
    assert site.metric("site_holds_total", result="replayed") == 1


async def _own(site: SiteInProcess, session: dict[str, str]) -> str:
    async with site.client.get("/registrations", headers=session) as answer:
        (own,) = await answer.json()
        return str(own["registration_id"])


async def test_a_join_without_a_hold_is_refused(holding: Holding) -> None:
    """409, and certainly nothing was done."""
    site, session = holding
    status, body, headers = await site.join(session, "k")
    assert (status, body, headers["X-Not-Processed"]) == (409, {"error": "not-held"}, "1")
    assert site.metric("site_joins_total", result="not_held") == 1


async def test_a_join_after_the_hold_is_over_is_refused(holding: Holding) -> None:
    """410, as often as it is asked for; the seat is to be had, and may be held again."""
    site, session = holding
    await hold(site, session)
    site.clock.now_s += HOLD_S
    for key in "kl":
        status, body, headers = await site.join(session, key)
        assert (status, body, headers["X-Not-Processed"]) == (410, {"error": "hold-expired"}, "1")
    over = {"wave": "1", "state": "expired", "seat": 1, "expires_at": NOW_S + HOLD_S, "expires_in": 0}
    assert await shown(site, session) == over
    assert await hold(site, session) == (
        410,
        {"error": "hold-expired", "expired_at": NOW_S + HOLD_S},
        None,
    )
    assert (await hold(site, session, "i"))[0] == 201
    assert (await site.join(session, "k"))[0] == 201


async def test_another_hold_beside_one_is_refused(holding: Holding) -> None:
    """409 with the end of the one there is; who has joined is told so."""
    site, session = holding
    await hold(site, session)
    answer = await hold(site, session, "i")
    assert answer[:2] == (409, {"error": "already-held", "expires_at": NOW_S + HOLD_S})
    await site.join(session, "k")
    status, body, _ = await hold(site, session, "i")
    assert (status, body["error"]) == (409, "already-joined")


async def test_a_held_seat_is_nobody_elses_and_on_no_roll(holding: Holding) -> None:
    """The home page counts it as held, and not as left; the seats add up."""
    site, session = holding
    await site.set_wave({"quota": 1})
    await hold(site, session)
    other = await site.open_account(2)
    assert (await hold(site, other))[:2] == (409, {"error": "full"})
    await site.client.app[keys.WAVE_WATCH].refresh()
    home = await shown(site, {"Accept": "application/json"}, "/")
    assert isinstance(home, dict)
    assert (home["state"], home["seats_left"], home["seats_held"]) == ("full", 0, 1)
    assert "Held for others at the moment: 1." in await html(site, other, "/waves/1/join")
    assert "Held for a while" in await html(site, other, "/")
    async with site.client.get("/admin/roll", headers=site.admin) as answer:
        assert await answer.text() == ""


@pytest.mark.parametrize("path", ["/waves/1/hold", "/waves/2/hold"])
async def test_a_site_that_holds_no_seats_has_no_such_page(site: SiteInProcess, path: str) -> None:
    """404, and joins are as they were."""
    session = await site.open_account(1)
    headers = {**session, "Idempotency-Key": "h"}
    for method in ("GET", "POST"):
        async with site.client.request(method, path, headers=headers) as answer:
            assert (answer.status, await answer.json()) == (404, {"error": "not-found"})
    assert (await site.join(session, "k"))[0] == 201


async def test_a_hold_is_refused_as_a_join_is(holding: Holding) -> None:
    """Without a session, with something to say, without a key, for another wave, and too late."""
    site, session = holding
    assert (await hold(site, {}))[:2] == (401, {"error": "no-session"})
    headers = {**session, "Idempotency-Key": "h"}
    async with site.client.post("/waves/1/hold", json={"seat": 7}, headers=headers) as answer:
        assert (answer.status, (await answer.json())["field"]) == (400, "body")
    async with site.client.post("/waves/1/hold", json={}, headers=session) as answer:
        assert (answer.status, (await answer.json())["field"]) == (400, "Idempotency-Key")
    async with site.client.post("/waves/2/hold", json={}, headers=headers) as answer:
        assert answer.status == 404
    await site.set_wave({"closes_at": NOW_S})
    assert (await hold(site, session))[:2] == (403, {"error": "closed", "closes_at": NOW_S})
    assert site.metric("site_holds_total", result="closed") == 1
    assert site.metric("site_holds_total", result="invalid") == 2
    assert site.metric("site_holds_total", result="no_session") == 1


async def test_progress_and_log_in_say_that_a_seat_has_to_be_held(holding: Holding) -> None:
    """What comes next is the hold, until there is one; then it is to join."""
    site, session = holding

    async def following() -> object:
        """Read what comes next."""
        progress = await shown(site, session, "/me")
        return progress["next"] if isinstance(progress, dict) else None

    assert await following() == "hold"
    await hold(site, session)
    assert await following() == "join"
    site.clock.now_s += HOLD_S
    assert await following() == "hold"
    await hold(site, session, "i")
    await site.join(session, "k")
    site.clock.now_s += HOLD_S
    assert await following() == "join"


async def test_a_person_holds_and_joins_with_two_buttons(holding: Holding) -> None:
    """Each page says what is the case: offered, held until when, joined."""
    site, session = holding
    page = await html(site, session, "/waves/1/join")
    assert "A seat is held for 2 minutes." in page
    assert (await send(site, session, "hold"))[::2] == (303, "/waves/1/join")
    for path in ("/waves/1/join", "/me", "/registrations"):
        assert "A seat is held for you" in await html(site, session, path)
    status, _, location = await send(site, session, "join")
    assert (status, location) == (303, f"/registrations/{await _own(site, session)}")
    assert "A seat is held for you" not in await html(site, session, "/registrations")


async def test_a_person_who_was_too_slow_is_told_and_can_begin_again(holding: Holding) -> None:
    """The page that was open too long leads to a refusal, and its next button to another hold."""
    site, session = holding
    await send(site, session, "hold")
    page = await html(site, session, "/waves/1/join")
    fields = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1]  # type: ignore[index]
        for name in ("csrf", "key")
    }
    site.clock.now_s += HOLD_S
    late = site.client.post("/waves/1/join?lang=en", data=fields, headers={**session, **HTML})
    async with late as answer:
        assert answer.status == 410
        assert "You were not registered." in await answer.text()
    assert "You were not registered." in await html(site, session, "/waves/1/join")
    assert "A seat is held for you" not in await html(site, session, "/me")
    assert (await send(site, session, "hold"))[0] == 303
    assert (await send(site, session, "join"))[0] == 303


async def test_a_browser_is_shown_its_hold_on_the_page_that_joins(holding: Holding) -> None:
    """There is one page of it."""
    site, session = holding
    get = site.client.get("/waves/1/hold", headers={**session, **HTML}, allow_redirects=False)
    async with get as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/waves/1/join")
    await hold(site, session)
    second = site.client.post(
        "/waves/1/hold",
        json={},
        headers={**session, **HTML, "Idempotency-Key": "i"},
        allow_redirects=False,
    )
    async with second as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/waves/1/join")


async def test_times_of_holds_follow_the_time_scale(make_site: Make) -> None:
    """As every time of the journey does, and a log-in says so."""
    site = await make_site(hold_s=HOLD_S, time_scale=0.1)
    session = await site.open_account(1)
    assert (await hold(site, session))[1]["expires_in"] == 12.0
    page = await html(site, await site.open_account(2), "/waves/1/join")
    assert "A seat is held for 12 seconds." in page
