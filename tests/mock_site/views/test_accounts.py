"""Opening an account over HTTP."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mock_site.password import matches
from mock_site.testing import SiteInProcess, form


async def test_a_new_account_begins_a_session(site: SiteInProcess) -> None:
    """The answer is 201 with the id, and a cookie that scripts and other sites do not get."""
    async with site.client.post("/accounts", json=form(1)) as answer:
        assert answer.status == 201
        account_id = (await answer.json())["account_id"]
        cookie = answer.cookies["session"]
    assert len(account_id) == 32
    assert account_id in cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.mark.parametrize(
    "same",
    [
        {"nik": form(1)["nik"]},
        {"email": "BUDI1@Warga.Test"},
        {"phone": "0084-00000001".replace("00", "0", 1)},
    ],
    ids=["number", "e-mail in another spelling", "phone in another spelling"],
)
async def test_what_is_taken_cannot_be_taken_again(site: SiteInProcess, same: dict[str, str]) -> None:
    """Person, e-mail and phone have one account each, however they are written."""
    await site.open_account(1)
    async with site.client.post("/accounts", json={**form(2), **same}) as answer:
        assert answer.status == 409
        assert await answer.json() == {"error": "already-registered"}
        assert answer.headers["X-Not-Processed"] == "1"
        assert "Set-Cookie" not in answer.headers


async def test_thirty_at_once_for_one_person_open_one_account(site: SiteInProcess) -> None:
    """Requests that share a transaction see each other."""

    async def status(number: int) -> int:
        """Give the status of one of thirty requests for the same person."""
        body = {**form(number), "nik": form(1)["nik"]}
        async with site.client.post("/accounts", json=body) as answer:
            return answer.status

    statuses = await asyncio.gather(*(status(number) for number in range(30)))
    assert sorted(statuses) == [201] + [409] * 29
    assert site.metric("site_accounts_total", result="created") == 1
    assert site.metric("site_accounts_total", result="already_registered") == 29


async def test_a_wrong_form_is_refused_by_field(site: SiteInProcess) -> None:
    """The answer is 400 with field and reason, marked as not processed."""
    async with site.client.post("/accounts", json={**form(1), "nik": "12"}) as answer:
        assert answer.status == 400
        assert await answer.json() == {
            "error": "invalid",
            "field": "nik",
            "reason": "is not 16 digits",
        }
        assert answer.headers["X-Not-Processed"] == "1"
    assert site.metric("site_accounts_total", result="invalid") == 1


@pytest.mark.parametrize(
    ("body", "content_type", "status", "error"),
    [
        (b"{}", "text/plain", 415, "unsupported-media-type"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
        (b'{"nik": "1", "nik": "2"}', "application/json", 400, "invalid"),
        (b'["nik"]', "application/json", 400, "invalid"),
        (b'"' + b"x" * (16 * 1024 - 2) + b'"', "application/json", 400, "invalid"),
        (b" " * (16 * 1024 + 1), "application/json", 413, "request-entity-too-large"),
    ],
    ids=["text", "a web form", "a name twice", "no object", "16 KiB", "a byte more"],
)
async def test_a_body_that_is_no_small_json_object_is_refused(
    site: SiteInProcess, body: bytes, content_type: str, status: int, error: str
) -> None:
    """Content type, strictness, shape and size are all looked at."""
    headers = {"Content-Type": content_type}
    async with site.client.post("/accounts", data=body, headers=headers) as answer:
        assert answer.status == status
        assert (await answer.json())["error"] == error
        assert answer.headers["X-Not-Processed"] == "1"


async def test_the_password_is_kept_as_a_hash(site: SiteInProcess, store_path: Path) -> None:
    """The store holds a hash that only the password matches."""
    await site.open_account(1)
    with closing(sqlite3.connect(store_path)) as connection:
        (kept,) = connection.execute("SELECT password FROM accounts").fetchone()
    assert matches(form(1)["password"], kept)
