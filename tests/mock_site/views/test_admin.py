"""The admin calls over HTTP."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import CollectorRegistry

from mock_site.metrics import Metrics
from mock_site.settings import Settings
from mock_site.store.records import Registration
from mock_site.store.role import StoreError
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from mock_site.testing import SetClock, SiteInProcess, form

CALLS = [("GET", "/admin/roll"), ("GET", "/admin/wave"), ("PUT", "/admin/wave")]


class TornStore(SqliteStore):
    """A store whose roll breaks off after its first portion."""

    async def roll(self) -> AsyncGenerator[Sequence[Registration], None]:
        """Read one portion and fail."""
        async for portion in super().roll():
            yield portion
        raise StoreError("it is torn", certain=True)


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize("token", ["", "Bearer wrong", "token-of-the-tests", "Bearer é"])
async def test_without_the_token_every_admin_call_is_forbidden(
    site: SiteInProcess, method: str, path: str, token: str
) -> None:
    """The answer is 403 with a reason."""
    headers = {"Authorization": token} if token else {}
    async with site.client.request(method, path, headers=headers) as answer:
        assert answer.status == 403
        assert await answer.json() == {
            "error": "forbidden",
            "reason": "the bearer token is not the site's admin token",
        }


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_a_site_without_a_token_has_no_admin_calls(
    make_site: Callable[..., Awaitable[SiteInProcess]], method: str, path: str
) -> None:
    """An empty token opens nothing, and the reason says what to do."""
    site = await make_site(token="")
    headers = {"Authorization": "Bearer "}
    async with site.client.request(method, path, headers=headers) as answer:
        assert answer.status == 403
        assert (await answer.json())["reason"] == (
            "no admin token is set; start the site with SITE_ADMIN_TOKEN"
        )


async def test_the_roll_lists_everything_given_in_order(site: SiteInProcess) -> None:
    """Each line is one registration with its key, seat and time, in the order of giving."""
    given: list[dict[str, object]] = []
    for number in (3, 1, 2):
        site.clock.now_s += 1.5
        _, body, _ = await site.join(await site.open_account(number), f"key-{number}")
        given.append(
            {
                "registration_id": body["registration_id"],
                "person": form(number)["nik"],
                "key": f"key-{number}",
                "seat": len(given) + 1,
                "at": site.clock.now_s,
            }
        )
    async with site.client.get("/admin/roll", headers=site.admin) as answer:
        assert (answer.status, answer.content_type) == (200, "application/x-ndjson")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert [json.loads(line) for line in (await answer.text()).splitlines()] == given


async def test_an_empty_roll_is_an_empty_answer(site: SiteInProcess) -> None:
    """Nothing given is no lines."""
    async with site.client.get("/admin/roll", headers=site.admin) as answer:
        assert (answer.status, await answer.text()) == (200, "")


async def test_a_roll_that_breaks_off_cannot_be_taken_for_whole(
    make_site: Callable[..., Awaitable[SiteInProcess]], store_path: Path
) -> None:
    """A reader of half a roll gets an error, not an end."""
    metrics = Metrics(CollectorRegistry(), Settings(store="sqlite:///unused"), SetClock())
    store = TornStore(store_path, metrics, SetClock(), SqliteLimits())
    site = await make_site(store=store)
    await site.join(await site.open_account(1), "k")
    with pytest.raises(aiohttp.ClientError):
        async with site.client.get("/admin/roll", headers=site.admin) as answer:
            await answer.read()


async def test_a_wave_is_changed_part_by_part(site: SiteInProcess) -> None:
    """A part that is not named stays as it was; null opens the wave."""
    seen = []
    for change in ({"quota": 7}, {"opens_at": 1_900_000_000.5}, {"opens_at": None, "quota": 8}):
        async with site.client.put("/admin/wave", json=change, headers=site.admin) as answer:
            seen.append((answer.status, await answer.json()))
    assert seen == [
        (200, {"wave": "1", "quota": 7, "opens_at": None}),
        (200, {"wave": "1", "quota": 7, "opens_at": 1_900_000_000.5}),
        (200, {"wave": "1", "quota": 8, "opens_at": None}),
    ]
    async with site.client.get("/admin/wave", headers=site.admin) as answer:
        assert await answer.json() == seen[-1][1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "body"),
        ({"seats": 1}, "seats"),
        ({"quota": -1}, "quota"),
        ({"quota": 1.5}, "quota"),
        ({"quota": True}, "quota"),
        ({"quota": None}, "quota"),
        ({"quota": 10**9 + 1}, "quota"),
        ({"opens_at": "now"}, "opens_at"),
        ({"opens_at": True}, "opens_at"),
        ({"opens_at": -1}, "opens_at"),
        ({"opens_at": 10**400}, "opens_at"),
    ],
)
async def test_a_wave_is_not_changed_into_nonsense(
    site: SiteInProcess, change: dict[str, object], field: str
) -> None:
    """The answer is 400 and names the field; nothing changes."""
    async with site.client.put("/admin/wave", json=change, headers=site.admin) as answer:
        assert answer.status == 400
        assert (await answer.json())["field"] == field
    async with site.client.get("/admin/wave", headers=site.admin) as answer:
        assert await answer.json() == {"wave": "1", "quota": 100, "opens_at": None}
