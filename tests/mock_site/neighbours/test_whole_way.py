"""A person walks the whole way to a seat, at a site and neighbours that are processes."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from mock_site.testing import SiteProcess, form, picture

NUMBER = 1
ANSWERS_IN_S = 30.0


class Person:
    """A person with a browser.

    Args:
        browser: keeps their cookies.
        site: that they visit.
    """

    def __init__(self, browser: aiohttp.ClientSession, site: SiteProcess) -> None:
        self._browser = browser
        self._site = site
        self.known = form(NUMBER)
        self.csrf = ""

    async def does(self, method: str, path: str, **what: Any) -> tuple[int, Any]:  # noqa: ANN401 - options
        """Do something at the site, and give status and JSON."""
        headers = {"Accept": "application/json", **what.pop("headers", {})}
        url = f"{self._site.url}{path}"
        async with self._browser.request(method, url, headers=headers, **what) as answer:
            return answer.status, json.loads(await answer.text() or "null")

    async def finds(self, inbox: str, pattern: str) -> str:
        """Look into an inbox until something is there, and give it."""
        deadline_s = time.monotonic() + ANSWERS_IN_S
        while time.monotonic() < deadline_s:
            async with self._browser.get(inbox) as answer:
                texts = "\n".join(one["text"] for one in await answer.json())
            if found := re.search(pattern, texts):
                return found[1]
            await asyncio.sleep(0.05)
        raise AssertionError(f"{pattern} was not found in {inbox}")

    async def waits_for(self, path: str, state: str) -> None:
        """Ask until a page says that something is in a state."""
        deadline_s = time.monotonic() + ANSWERS_IN_S
        while (said := (await self.does("GET", path))[1]).get("state") != state:
            assert time.monotonic() < deadline_s, said
            await asyncio.sleep(0.1)


async def verified(person: Person) -> None:
    """Open an account, follow the link in the e-mail, log in."""
    known = {name: person.known[name] for name in ("email", "password")}
    status, body = await person.does("POST", "/accounts", json=known)
    assert status == 201, body
    token = await person.finds(body["inbox"], r"verify-email\?token=(\S+)")
    assert (await person.does("POST", "/accounts/verify-email", json={"token": token}))[0] == 200
    status, body = await person.does("POST", "/sessions", json=known)
    assert status == 200, body
    person.csrf = body["csrf"]


async def identified(person: Person) -> None:
    """Be known to the registry, say how they live, hand in pictures."""
    identity = {name: person.known[name] for name in ("nik", "kk", "name", "birth_date")}
    assert await person.does("POST", "/identity", json=identity) == (200, {"state": "verified"})
    profile = {
        "address": "Jalan Uji 1",
        "region": "97",
        "education": "bachelor",
        "employment": "seeking",
    }
    _, offered = await person.does("GET", "/profile")
    assert offered["profile"] is None
    status, body = await person.does("PUT", "/profile", json=profile, headers={"If-Match": "*"})
    assert status == 200, body
    for kind in ("ktp", "selfie"):
        sent = aiohttp.FormData({"kind": kind, "csrf": person.csrf})
        sent.add_field("file", picture(kind), filename="x.png", content_type="image/png")
        status, body = await person.does("POST", "/documents", data=sent)
        assert status == 201, body


async def examined(person: Person) -> None:
    """Give back the code from the SMS, and take the test."""
    status, body = await person.does("POST", "/phone", json={"phone": person.known["phone"]})
    assert status == 202, body
    code = await person.finds(body["inbox"], r"Kode Anda ([0-9]{6})")
    assert (await person.does("POST", "/phone/verify", json={"code": code}))[0] == 200
    status, body = await person.does("POST", "/assessment/start", json={})
    assert status == 201, body
    answers = {one["id"]: _first(one["options"]) for one in body["questions"]}
    status, body = await person.does("POST", "/assessment/answers", json={"answers": answers})
    assert status == 202, body
    await person.waits_for("/assessment", "passed")


@pytest.mark.parametrize("protection", [["--without", "tempo"], ["--profile", "naive"]])
async def test_a_person_gets_a_seat_and_is_told(
    start_site: Callable[..., SiteProcess], protection: list[str]
) -> None:
    """Every step is done with real neighbours, and the SMS names the registration."""
    site = start_site("--processes", "2", "--time-scale", "0.1", *protection)
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        person = Person(browser, site)
        await person.does("POST", "/queue", json={})
        await verified(person)
        await identified(person)
        await examined(person)
        headers = {"Idempotency-Key": "k"}
        status, body = await person.does("POST", "/waves/1/join", json={}, headers=headers)
        assert status == 201, body
        inbox = f"{site.post_office}/inboxes/{person.known['phone']}"
        number = await person.finds(inbox, r"nomor pendaftaran ([^.]+)\.")
        assert number == body["registration_id"]


def _first(options: Any) -> str:  # noqa: ANN401 - JSON
    """Give the id of the first option."""
    first = options[0]
    return str(first["id"] if isinstance(first, dict) else first)
