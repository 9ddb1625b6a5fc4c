"""The admin calls over HTTP."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import CollectorRegistry

from mock_site.metrics import Metrics
from mock_site.settings import Settings
from mock_site.store.progress import Step
from mock_site.store.records import RollEntry
from mock_site.store.role import StoreError
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from mock_site.store.steps import GradeAssessment
from mock_site.testing import SetClock, SiteInProcess, form
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker

CALLS = [
    ("GET", "/admin/roll"),
    ("GET", "/admin/notices"),
    ("GET", "/admin/wave"),
    ("PUT", "/admin/wave"),
    ("GET", "/admin/quotas"),
    ("DELETE", "/admin/registrations/x"),
]
STEPS_AT = [f"{step.value}_at" for step in Step]
UNSET = {"opens_at": None, "closes_at": None}


class TornStore(SqliteStore):
    """A store whose roll breaks off after its first portion."""

    async def roll(self) -> AsyncGenerator[Sequence[RollEntry], None]:
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
    """Each line is one registration and the account that holds it, in the order of giving."""
    given: list[dict[str, object]] = []
    for number in (3, 1, 2):
        opened_s = site.clock.now_s = site.clock.now_s + 0.75
        session = await site.open_account(number)
        site.clock.now_s += 1.123456
        _, body, _ = await site.join(session, f"key-{number}")
        given.append(
            {
                "registration_id": body["registration_id"],
                "person": form(number)["nik"],
                "key": f"key-{number}",
                "seat": len(given) + 1,
                "status": "confirmed",
                "at": site.clock.now_s,
                **{name: form(number)[name] for name in ("nik", "phone", "email", "name")},
                "account_at": opened_s,
                **dict.fromkeys(STEPS_AT, opened_s),
            }
        )
    async with site.client.get("/admin/roll", headers=site.admin) as answer:
        assert (answer.status, answer.content_type) == (200, "application/x-ndjson")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert [json.loads(line) for line in (await answer.text()).splitlines()] == given


async def test_the_roll_shows_what_an_account_holds_in_its_one_spelling(
    site: SiteInProcess, around: Around
) -> None:
    """E-mail in lower case, phone as E.164, name without needless spaces; whatever was typed."""
    typed = {"email": " Budi1@Warga.TEST", "phone": "084-0000-0001", "name": " Budi  Santoso 1 "}
    me = Walker(site, around)
    await me.post("/accounts", email=typed["email"], password=form(1)["password"])
    await me.verify_email()
    await me.log_in()
    await me.identity(name=typed["name"])
    await me.profile()
    await me.document("ktp")
    await me.document("selfie")
    await me.phone(phone=typed["phone"])
    await me.verify_phone()
    _, test = await me.start()
    await me.hand_in(test["questions"])
    (account,) = await site.store.assessments(site.clock() + 1, 1)
    assert account.assessment is not None
    handed_in_at_s = account.assessment.handed_in_at_s or 0.0
    graded = GradeAssessment(account_id=account.account_id, handed_in_at_s=handed_in_at_s, passed=True)
    await site.store.take(graded)
    await site.join(me.session, "k")
    async with site.client.get("/admin/roll", headers=site.admin) as answer:
        entry = json.loads(await answer.text())
    assert [entry[name] for name in typed] == [form(1)[name] for name in typed]


async def test_whoever_gets_a_seat_gets_one_notice(site: SiteInProcess) -> None:
    """Neither a repetition nor a refusal writes another; each says whom it went to and when."""
    told: list[dict[str, object]] = []
    await site.set_wave({"quota": 2})
    for number in (2, 1, 3):
        site.clock.now_s += 1.5
        session = await site.open_account(number)
        status, body, _ = await site.join(session, "k")
        assert (await site.join(session, "k"))[:2] == (status, body)
        await site.join(session, "another")
        if status == 201:
            person, registration_id = form(number)["nik"], body["registration_id"]
            told.append({"registration_id": registration_id, "person": person, "at": site.clock.now_s})
    async with site.client.get("/admin/notices", headers=site.admin) as answer:
        assert (answer.status, answer.content_type) == (200, "application/x-ndjson")
        assert [json.loads(line) for line in (await answer.text()).splitlines()] == told
    assert len(told) == 2


@pytest.mark.parametrize("path", ["/admin/roll", "/admin/notices"])
async def test_an_empty_list_is_an_empty_answer(site: SiteInProcess, path: str) -> None:
    """Nothing given, and nobody told, is no lines."""
    async with site.client.get(path, headers=site.admin) as answer:
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
    """A part that is not named stays as it was; null opens the wave, and keeps it open."""
    seen = []
    for change in (
        {"quota": 7},
        {"opens_at": 1_900_000_000.5},
        {"closes_at": 1_900_000_001},
        {"opens_at": None, "quota": 8},
        {"closes_at": None},
    ):
        async with site.client.put("/admin/wave", json=change, headers=site.admin) as answer:
            seen.append((answer.status, await answer.json()))
    assert seen == [
        (200, {"wave": "1", "quota": 7, "opens_at": None, "closes_at": None}),
        (200, {"wave": "1", "quota": 7, "opens_at": 1_900_000_000.5, "closes_at": None}),
        (200, {"wave": "1", "quota": 7, "opens_at": 1_900_000_000.5, "closes_at": 1_900_000_001}),
        (200, {"wave": "1", "quota": 8, "opens_at": None, "closes_at": 1_900_000_001}),
        (200, {"wave": "1", "quota": 8, "opens_at": None, "closes_at": None}),
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
        ({"closes_at": "never"}, "closes_at"),
        ({"closes_at": 10**400}, "closes_at"),
        ({"opens_at": 9, "closes_at": 9}, "closes_at"),
        ({"quota": 7, "opens_at": 9, "closes_at": 8.5}, "closes_at"),
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
        assert await answer.json() == {"wave": "1", "quota": 100, **UNSET}


async def test_a_wave_never_closes_before_it_opens(site: SiteInProcess) -> None:
    """Also where opening and closing are set one after the other; nothing of such a change is done."""
    await site.set_wave({"opens_at": 10})
    refused = {"error": "invalid", "field": "closes_at", "reason": "is not after opens_at"}
    for change in ({"closes_at": 10, "quota": 1}, {"closes_at": 9.5}):
        async with site.client.put("/admin/wave", json=change, headers=site.admin) as answer:
            assert (answer.status, await answer.json()) == (400, refused)
    await site.set_wave({"closes_at": 10.5})
    async with site.client.put("/admin/wave", json={"opens_at": 11}, headers=site.admin) as answer:
        assert (answer.status, await answer.json()) == (400, refused)
    async with site.client.get("/admin/wave", headers=site.admin) as answer:
        stands = {"wave": "1", "quota": 100, "opens_at": 10, "closes_at": 10.5}
        assert await answer.json() == stands


async def test_every_quota_that_was_in_force_is_shown(site: SiteInProcess) -> None:
    """With the time from which on it was; it was raised in the middle of a wave in 2020."""
    site.clock.now_s += 10
    await site.set_wave({"quota": 200})
    await site.set_wave({"closes_at": site.clock.now_s + 100})
    async with site.client.get("/admin/quotas", headers=site.admin) as answer:
        log = await answer.json()
    assert [one["quota"] for one in log] == [100, 200]
    assert log[1]["at"] == site.clock.now_s


async def test_a_registration_is_removed_once(site: SiteInProcess) -> None:
    """It is off the roll; a second time it is not found."""
    session = await site.open_account(1)
    _, body, _ = await site.join(session, "k")
    path = f"/admin/registrations/{body['registration_id']}"
    statuses = []
    for _ in range(2):
        async with site.client.delete(path, headers=site.admin) as answer:
            statuses.append(answer.status)
    async with site.client.get("/admin/roll", headers=site.admin) as answer:
        assert (statuses, await answer.text()) == ([204, 404], "")
