"""Joining a wave over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.testing import SiteInProcess, form

Make = Callable[..., Awaitable[SiteInProcess]]


async def test_a_seat_is_given_to_the_person(site: SiteInProcess) -> None:
    """The answer is 201 with registration, seat, person and wave."""
    status, body, headers = await site.join(await site.open_account(1), "k")
    assert status == 201
    assert body == {
        "registration_id": body["registration_id"],
        "seat": 1,
        "person": form(1)["nik"],
        "wave": "1",
    }
    assert len(body["registration_id"]) == 32
    assert "Idempotent-Replayed" not in headers
    assert "X-Not-Processed" not in headers


async def test_the_same_key_gets_the_same_answer(site: SiteInProcess) -> None:
    """A repetition is answered with what was given, and says that it is one."""
    session = await site.open_account(1)
    _, first, _ = await site.join(session, "k")
    status, second, headers = await site.join(session, "k")
    assert (status, second) == (201, first)
    assert headers["Idempotent-Replayed"] == "true"
    assert site.metric("site_joins_total", result="given") == 1
    assert site.metric("site_joins_total", result="replayed") == 1


@pytest.mark.parametrize("change", [{"quota": 0}, {"opens_at": 1_800_000_001}, {"closes_at": 1}])
async def test_what_was_given_is_repeated_after_the_wave_filled_or_closed(
    site: SiteInProcess, change: dict[str, float]
) -> None:
    """A promise does not depend on how the wave stands now."""
    session = await site.open_account(1)
    _, first, _ = await site.join(session, "k")
    await site.set_wave(change)
    assert (await site.join(session, "k"))[:2] == (201, first)


async def test_another_key_of_a_person_who_joined_is_refused(site: SiteInProcess) -> None:
    """The answer is 409 and names the registration there is."""
    session = await site.open_account(1)
    _, given, _ = await site.join(session, "k")
    status, body, headers = await site.join(session, "other")
    assert status == 409
    assert body == {"error": "already-joined", "registration_id": given["registration_id"]}
    assert headers["X-Not-Processed"] == "1"
    assert site.metric("site_joins_total", result="already_joined") == 1


@pytest.mark.parametrize(("wave", "body"), [("2", {}), ("1", {"seat": 7}), ("2", {"seat": 7})])
async def test_a_key_used_for_something_else_is_refused(
    site: SiteInProcess, wave: str, body: dict[str, int]
) -> None:
    """The answer to a used key with another wave or payload is 422."""
    session = await site.open_account(1)
    await site.join(session, "k")
    headers = {**session, "Idempotency-Key": "k"}
    async with site.client.post(f"/waves/{wave}/join", json=body, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (422, {"error": "key-reused"})
        assert answer.headers["X-Not-Processed"] == "1"
    assert site.metric("site_joins_total", result="key_reused") == 1


async def test_two_accounts_may_use_the_same_key(site: SiteInProcess) -> None:
    """A key is an account's own."""
    answers = [await site.join(await site.open_account(one), "k") for one in (1, 2)]
    assert [(status, body["seat"]) for status, body, _ in answers] == [(201, 1), (201, 2)]


async def test_nobody_gets_a_seat_beyond_the_quota(site: SiteInProcess) -> None:
    """Thirty at once for twenty seats: twenty get seats 1 to 20, ten get 409."""
    await site.set_wave({"quota": 20})
    sessions = [await site.open_account(number) for number in range(30)]
    answers = await asyncio.gather(*(site.join(session, "k") for session in sessions))
    assert sorted(body["seat"] for status, body, _ in answers if status == 201) == [*range(1, 21)]
    refused = [(body, headers["X-Not-Processed"]) for status, body, headers in answers if status == 409]
    assert refused == [({"error": "full"}, "1")] * 10
    assert site.metric("site_joins_total", result="full") == 10


async def test_thirty_at_once_of_one_person_get_one_seat(site: SiteInProcess) -> None:
    """Different keys of one person: one is given, the others are refused."""
    session = await site.open_account(1)
    answers = await asyncio.gather(*(site.join(session, f"k{one}") for one in range(30)))
    assert sorted(status for status, _, _ in answers) == [201] + [409] * 29
    assert len({body["registration_id"] for _, body, _ in answers}) == 1


async def test_before_the_opening_nobody_joins(site: SiteInProcess) -> None:
    """The answer is 403 with the time of the opening, until that very second."""
    await site.set_wave({"opens_at": 1_800_000_010})
    session = await site.open_account(1)
    status, body, headers = await site.join(session, "k")
    assert (status, body) == (403, {"error": "not-open", "opens_at": 1_800_000_010})
    assert headers["X-Not-Processed"] == "1"
    assert site.metric("site_joins_total", result="not_open") == 1
    site.clock.now_s = 1_800_000_010
    assert (await site.join(session, "k"))[0] == 201


async def test_from_the_closing_on_nobody_joins(site: SiteInProcess) -> None:
    """The answer is 403 with the time of the closing, from that very second on, seats left or not."""
    await site.set_wave({"opens_at": 1_800_000_000, "closes_at": 1_800_000_010})
    early, late = await site.open_account(1), await site.open_account(2)
    site.clock.now_s = 1_800_000_009.999
    assert (await site.join(early, "k"))[0] == 201
    site.clock.now_s = 1_800_000_010
    status, body, headers = await site.join(late, "k")
    assert (status, body) == (403, {"error": "closed", "closes_at": 1_800_000_010})
    assert headers["X-Not-Processed"] == "1"
    await site.set_wave({"quota": 1})
    assert (await site.join(late, "k"))[1]["error"] == "closed"
    assert site.metric("site_joins_total", result="closed") == 2


@pytest.mark.parametrize(
    "session",
    [{}, {"Cookie": "session=nonsense"}, {"Cookie": f"session=v1.{'0' * 32}.{'A' * 43}"}],
    ids=["none", "nonsense", "wrong signature"],
)
async def test_without_a_session_of_the_site_nobody_joins(
    site: SiteInProcess, session: dict[str, str]
) -> None:
    """The answer is 401."""
    status, body, headers = await site.join(session, "k")
    assert (status, body) == (401, {"error": "no-session"})
    assert headers["X-Not-Processed"] == "1"
    assert site.metric("site_joins_total", result="no_session") == 1


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (None, "is missing"),
        ("", "is missing"),
        ("a b", "is not 1 to 200 visible ASCII characters"),
        ("k" * 201, "is not 1 to 200 visible ASCII characters"),
    ],
)
async def test_a_join_needs_a_key(site: SiteInProcess, key: str | None, reason: str) -> None:
    """The answer to a missing or unusable key is 400."""
    session = await site.open_account(1)
    headers = session if key is None else {**session, "Idempotency-Key": key}
    async with site.client.post("/waves/1/join", json={}, headers=headers) as answer:
        assert answer.status == 400
        assert await answer.json() == {
            "error": "invalid",
            "field": "Idempotency-Key",
            "reason": reason,
        }
    assert site.metric("site_joins_total", result="invalid") == 1


async def test_a_body_that_is_not_empty_is_refused(site: SiteInProcess) -> None:
    """A join has nothing to say in its body."""
    headers = {**await site.open_account(1), "Idempotency-Key": "k"}
    async with site.client.post("/waves/1/join", json={"seat": 7}, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["reason"] == "is not an empty object"


@pytest.mark.parametrize("body", [{}, {"seat": 7}])
async def test_an_unknown_wave_is_not_found(site: SiteInProcess, body: dict[str, int]) -> None:
    """The answer is 404."""
    headers = {**await site.open_account(1), "Idempotency-Key": "k"}
    async with site.client.post("/waves/2/join", json=body, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (404, {"error": "not-found"})
        assert answer.headers["X-Not-Processed"] == "1"
    assert site.metric("site_joins_total", result="unknown_wave") == 1


async def _site_with(make_site: Make, **layers: object) -> SiteInProcess:
    """Give a site whose visitors are let in at once, with these layers."""
    without = {Layer.WAITING_ROOM, Layer.RATE_LIMITS, *layers.pop("without", ())}  # type: ignore[misc]
    return await make_site(layers=Layers(without=frozenset(without), **layers))  # type: ignore[arg-type]


async def test_without_idempotency_a_repetition_is_a_wish_of_its_own(make_site: Make) -> None:
    """The person has a seat, and is told that they have one already."""
    site = await _site_with(make_site, without={Layer.IDEMPOTENCY})
    session = await site.open_account(1)
    assert (await site.join(session, "k"))[0] == 201
    status, body, _ = await site.join(session, "k")
    assert (status, body["error"]) == (409, "already-joined")


async def test_naive_idempotency_does_not_ask_for_a_key(make_site: Make) -> None:
    """Who names none cannot repeat; who names one can."""
    site = await _site_with(make_site, profile=Profile.NAIVE)
    first, second = await site.open_account(1), await site.open_account(2)
    async with site.client.post("/waves/1/join", json={}, headers=first) as answer:
        assert answer.status == 201
    async with site.client.post("/waves/1/join", json={}, headers=first) as answer:
        assert answer.status == 409
    assert [(await site.join(second, "k"))[0] for _ in range(2)] == [201, 201]


async def test_a_step_that_is_missing_is_in_the_way_of_a_seat(site: SiteInProcess) -> None:
    """The answer is 403 and names it."""
    account_id = await site.store.open_account("a@b.test", "hashed")
    assert account_id is not None
    status, body, headers = await site.join(site.session(account_id), "k")
    assert (status, body) == (403, {"error": "step-missing", "step": "email"})
    assert headers["X-Not-Processed"] == "1"
    assert site.metric("site_joins_total", result="step_missing") == 1
