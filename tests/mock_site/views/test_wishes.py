"""Claims about the key of a wish: in what it is as the IETF's draft has it, and in what it is not."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from multidict import CIMultiDict

from mock_site.testing import SiteInProcess

KEY = "Idempotency-Key"


async def joined(
    site: SiteInProcess, headers: Mapping[str, str], content: Mapping[str, Any] | None = None
) -> tuple[int, dict[str, Any]]:
    """Join with these headers, and give status and body."""
    async with site.client.post("/waves/1/join", json=content or {}, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_requests_at_once_with_one_key_are_all_answered_alike(site: SiteInProcess) -> None:
    """The later ones wait for the first instead of being refused, and one seat is given."""
    session = await site.open_account(1)
    answers = await asyncio.gather(*(site.join(session, "k") for _ in range(20)))
    assert {status for status, _, _ in answers} == {201}
    assert len({body["registration_id"] for _, body, _ in answers}) == 1
    assert sum("Idempotent-Replayed" in headers for _, _, headers in answers) == 19
    assert site.metric("site_joins_total", result="given") == 1


async def test_a_refusal_is_not_kept_and_its_key_is_free(site: SiteInProcess) -> None:
    """The same key is decided anew once there is a seat, also with another body before."""
    session = await site.open_account(1)
    await site.set_wave({"quota": 0})
    assert (await site.join(session, "k"))[0] == 409
    # A full wave looks at no body.
    assert (await joined(site, {**session, KEY: "k"}, {"seat": 7}))[0] == 409
    await site.set_wave({"quota": 1})
    assert (await site.join(session, "k"))[0] == 201


async def test_a_key_is_taken_as_it_is_written(site: SiteInProcess) -> None:
    """Quotes, which a structured string has around it, are part of it."""
    session = await site.open_account(1)
    status, given = await joined(site, {**session, KEY: '"8e03978e-40d5"'})
    assert status == 201
    assert await joined(site, {**session, KEY: '"8e03978e-40d5"'}) == (201, given)
    assert (await joined(site, {**session, KEY: "8e03978e-40d5"}))[1]["error"] == "already-joined"


async def test_of_two_keys_the_first_counts(site: SiteInProcess) -> None:
    """The other is not looked at."""
    headers: CIMultiDict[str] = CIMultiDict(await site.open_account(1))
    headers.add(KEY, "k")
    headers.add(KEY, "l")
    status, given = await joined(site, headers)
    assert status == 201
    headers.popall(KEY)
    headers.add(KEY, "k")
    assert await joined(site, headers) == (201, given)


@pytest.mark.parametrize(("key", "content", "status"), [("", {}, 400), ("k", {"seat": 7}, 422)])
async def test_a_refusal_of_a_key_is_in_the_sites_own_json(
    site: SiteInProcess, key: str, content: Mapping[str, int], status: int
) -> None:
    """With the draft's status, and without a link or the members of a problem."""
    session = await site.open_account(1)
    await site.join(session, "k")
    headers = {**session, KEY: key}
    async with site.client.post("/waves/1/join", json=content, headers=headers) as answer:
        assert answer.status == status
        assert answer.content_type == "application/json"
        assert "Link" not in answer.headers
        assert set(await answer.json()) <= {"error", "field", "reason"}


async def test_a_wish_in_a_form_and_in_json_is_the_same(site: SiteInProcess) -> None:
    """A form has its key in a field; what its header says is not looked at."""
    session = await site.open_account(1)
    _, given, _ = await site.join(session, "k")
    async with site.client.get("/me", headers=session) as answer:
        csrf = (await answer.json())["csrf"]
    async with site.client.post(
        "/waves/1/join", data={"csrf": csrf, "key": "k"}, headers={**session, KEY: "other"}
    ) as answer:
        assert (answer.status, await answer.json()) == (201, given)
        assert answer.headers["Idempotent-Replayed"] == "true"
