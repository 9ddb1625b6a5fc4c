"""Sessions over HTTP: logging in and out."""

import fcntl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.protection.terms import Terms
from mock_site.testing import SiteInProcess, form
from mock_site.trust.session import LIFETIME_S
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker


async def verified(site: SiteInProcess, around: Around) -> Walker:
    """Give somebody who may log in."""
    me = Walker(site, around)
    await me.open()
    await me.verify_email()
    return me


async def test_a_log_in_begins_a_session(site: SiteInProcess, around: Around) -> None:
    """The cookie is out of reach of scripts and other sites."""
    await verified(site, around)
    said = {name: form(1)[name] for name in ("email", "password")}
    async with site.client.post("/sessions", json=said) as answer:
        assert answer.status == 200
        assert (await answer.json()).keys() == {"account_id", "steps", "csrf", "hold_s", "draw"}
        cookie = answer.cookies["session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert site.metric("site_log_ins_total", result="granted") == 1


async def test_nobody_who_guesses_keeps_the_owner_out(
    make_site: Callable[..., Awaitable[SiteInProcess]], around: Around
) -> None:
    """Neither from one address nor, where the owner has been before, from many."""
    layers = Layers(without=frozenset({Layer.WAITING_ROOM}))
    site = await make_site(around=around, layers=layers, terms=Terms(trusted_proxies=("127.0.0.0/8",)))
    await verified(site, around)

    async def log_in(address: str, password: str) -> int:
        """Log in at an address."""
        said = {"email": form(1)["email"], "password": password}
        headers = {"X-Forwarded-For": address}
        async with site.client.post("/sessions", json=said, headers=headers) as answer:
            return answer.status

    right = form(1)["password"]
    assert [await log_in("198.51.100.1", "wrong words") for _ in range(11)] == [401] * 10 + [429]
    assert await log_in("203.0.113.5", right) == 200
    guesses = [await log_in(f"198.51.100.{number}", "wrong words") for number in range(2, 82)]
    assert set(guesses) == {401, 429}
    assert await log_in("203.0.113.5", right) == 200


async def test_over_https_the_cookie_is_of_this_host_alone(
    make_site: Callable[..., Awaitable[SiteInProcess]], around: Around
) -> None:
    """Its name says so, and browsers hold the site to it; they are told to keep to https."""
    site = await make_site(around=around, public_url="https://site.test")
    await verified(site, around)
    said = {name: form(1)[name] for name in ("email", "password")}
    async with site.client.post("/sessions", json=said) as answer:
        cookie = answer.cookies["__Host-session"]
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    headers = {"Cookie": f"__Host-session={cookie.value}"}
    async with site.client.get("/me", headers=headers) as answer:
        assert answer.status == 200


async def test_an_unknown_email_is_answered_like_a_wrong_password(
    site: SiteInProcess, around: Around
) -> None:
    """Status, body and headers are the same."""
    await verified(site, around)
    answers = []
    for said in (
        {"email": form(1)["email"], "password": "wrong words"},
        {"email": form(2)["email"], "password": "wrong words"},
    ):
        async with site.client.post("/sessions", json=said) as answer:
            headers = {name: text for name, text in answer.headers.items() if name != "Date"}
            answers.append((answer.status, await answer.text(), headers))
    assert answers[0] == answers[1]
    assert answers[0][:2] == (401, '{"error":"wrong-log-in"}')
    assert site.metric("site_log_ins_total", result="wrong") == 2


async def test_an_unverified_email_is_told_only_to_who_has_the_password(
    site: SiteInProcess, around: Around
) -> None:
    """Others learn nothing of the account."""
    me = Walker(site, around)
    await me.open()
    assert await me.log_in() == (403, {"error": "step-missing", "step": "email"})
    status, _ = await me.post("/sessions", email=form(1)["email"], password="wrong words")
    assert status == 401
    assert site.metric("site_log_ins_total", result="unverified") == 1


async def test_a_session_expires(site: SiteInProcess, around: Around) -> None:
    """After half a day one logs in again."""
    me = await verified(site, around)
    await me.log_in()
    site.clock.now_s += LIFETIME_S - 1
    assert (await me.get("/me"))[0] == 200
    site.clock.now_s += 1
    assert (await me.get("/me"))[0] == 401


async def test_logging_out_takes_the_cookie_back(site: SiteInProcess, around: Around) -> None:
    """The browser has none any more."""
    me = await verified(site, around)
    await me.log_in()
    async with site.client.post("/sessions/end", json={}, headers=dict(me.session)) as answer:
        assert (answer.status, await answer.json()) == (200, {"state": "ended"})
        assert (answer.cookies["session"].value, answer.cookies["session"]["max-age"]) == ("", "0")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock of a file meanwhile."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


async def still_worth(site: SiteInProcess, around: Around) -> int:
    """Log in and out, and ask with a copy of the cookie from before; give the status."""
    me = await verified(site, around)
    await me.log_in()
    copy = dict(me.session)
    async with site.client.post("/sessions/end", json={}, headers=copy) as answer:
        assert answer.status == 200
    async with site.client.get("/registrations", headers=copy) as answer:
        return answer.status


async def test_after_logging_out_the_token_is_worth_nothing(site: SiteInProcess, around: Around) -> None:
    """Whoever has a copy of it, from a shared computer say, is nobody; the next log-in is good."""
    assert await still_worth(site, around) == 401
    me = Walker(site, around)
    assert (await me.log_in())[0] == 200
    assert (await me.get("/me"))[0] == 200


@pytest.mark.parametrize(
    "layers",
    [
        Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM})),
        Layers(without=frozenset({Layer.WAITING_ROOM, Layer.SESSIONS})),
    ],
)
async def test_a_site_that_keeps_no_ended_sessions_goes_on_with_them(
    make_site: Callable[..., Awaitable[SiteInProcess]], around: Around, layers: Layers
) -> None:
    """The naive one, and one without the layer."""
    assert await still_worth(await make_site(around=around, layers=layers), around) == 200


async def test_whoever_clicks_twice_on_logging_out_is_out(site: SiteInProcess, around: Around) -> None:
    """The second form, sent before the first one's answer, is a form of the site's own, too."""
    me = await verified(site, around)
    _, said = await me.log_in()
    headers = {**me.session, "Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(2):
        async with site.client.post(
            "/sessions/end", data=f"csrf={said['csrf']}", headers=headers, allow_redirects=False
        ) as answer:
            assert answer.status == 200


async def test_an_end_that_cannot_be_noted_is_not_acknowledged(
    site: SiteInProcess, around: Around, store_path: Path
) -> None:
    """Else somebody would walk away from a session that goes on."""
    me = await verified(site, around)
    await me.log_in()
    with held(Path(f"{store_path}.ended")):
        async with site.client.post("/sessions/end", json={}, headers=dict(me.session)) as answer:
            assert answer.status == 503
            assert "session" not in answer.cookies
    assert (await me.get("/me"))[0] == 200


@pytest.mark.parametrize("body", [{}, {"email": "x", "password": "y"}, {"email": 1, "password": None}])
async def test_a_wrong_form_is_400(site: SiteInProcess, body: dict[str, object]) -> None:
    """Before a password is hashed for it."""
    async with site.client.post("/sessions", json=body) as answer:
        assert answer.status == 400
    assert site.metric("site_log_ins_total", result="invalid") == 1
