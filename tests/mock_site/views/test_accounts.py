"""Opening an account over HTTP."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.protection.rate_limits.reminders import RATE
from mock_site.store.message import MessageKind
from mock_site.testing import SiteInProcess, form
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker

Make = Callable[..., Awaitable[SiteInProcess]]
SAID = {"email": form(1)["email"], "password": form(1)["password"]}


async def test_a_new_account_is_sent_an_email_and_has_no_session_yet(
    site: SiteInProcess, around: Around
) -> None:
    """The answer is 201 with an id; who owns the inbox can go on."""
    async with site.client.post("/accounts", json=SAID) as answer:
        assert answer.status == 201
        body = await answer.json()
        assert "session" not in answer.cookies
    assert len(body["account_id"]) == 32
    message = around.post.last(SAID["email"])
    assert (message.kind, message.account_id) == (MessageKind.VERIFY_EMAIL, body["account_id"])


async def test_the_inbox_of_a_rehearsal_is_named(
    make_site: Make,
) -> None:
    """Where there is a post office, the answer says where its reader looks."""
    site = await make_site(inboxes_url="http://127.0.0.1:9")
    async with site.client.post("/accounts", json=SAID) as answer:
        assert (await answer.json())["inbox"] == "http://127.0.0.1:9/inboxes/budi1%40warga.test"


async def test_a_taken_email_is_answered_like_a_new_one(site: SiteInProcess, around: Around) -> None:
    """Nobody learns who has an account; the owner gets the link once more."""
    first = await Walker(site, around).open()
    again = {**SAID, "email": " BUDI1@Warga.Test "}
    async with site.client.post("/accounts", json=again) as answer:
        second = answer.status, await answer.json()
    assert (first[0], first[1].keys()) == (second[0], second[1].keys())
    assert first[1]["account_id"] != second[1]["account_id"]
    assert [message.account_id for message in around.post.sent] == [first[1]["account_id"]] * 2
    assert site.metric("site_accounts_total", result="already_registered") == 1


async def test_nobody_has_a_mailbox_filled_by_opening_its_account_again(
    make_site: Make, around: Around
) -> None:
    """Nor by asking for the link; every answer is the same, and so is what others are sent."""
    site = await make_site(around=around, layers=Layers(without=frozenset({Layer.WAITING_ROOM})))
    answers = set()
    for _ in range(10):
        async with site.client.post("/accounts", json=SAID) as answer:
            answers.add((answer.status, tuple(await answer.json())))
    async with site.client.post(
        "/accounts/verify-email/resend", json={"email": SAID["email"]}
    ) as answer:
        assert answer.status == 202
    assert answers == {(201, ("account_id", "inbox"))}
    assert len(around.post.sent) == 1 + RATE.burst
    async with site.client.post("/accounts", json={**SAID, "email": form(2)["email"]}) as answer:
        assert answer.status == 201
    assert len(around.post.sent) == 2 + RATE.burst


async def test_the_naive_site_sends_a_letter_each_time(make_site: Make, around: Around) -> None:
    """However often somebody else asks for it."""
    layers = Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM}))
    site = await make_site(around=around, layers=layers)
    for _ in range(10):
        async with site.client.post("/accounts", json=SAID) as answer:
            assert answer.status == 201
    assert len(around.post.sent) == 10


async def test_thirty_at_once_for_one_email_open_one_account(site: SiteInProcess) -> None:
    """Requests that share a transaction see each other."""

    async def status() -> int:
        """Give the status of one of thirty requests for the same e-mail."""
        async with site.client.post("/accounts", json=SAID) as answer:
            return answer.status

    assert await asyncio.gather(*(status() for _ in range(30))) == [201] * 30
    assert site.metric("site_accounts_total", result="created") == 1
    assert site.metric("site_accounts_total", result="already_registered") == 29


async def test_a_wrong_form_is_refused_by_field(site: SiteInProcess) -> None:
    """The answer is 400 with the first field and its reason, marked as not processed."""
    async with site.client.post("/accounts", json={"email": "budi", "password": "kurang"}) as answer:
        assert answer.status == 400
        assert await answer.json() == {
            "error": "invalid",
            "field": "email",
            "reason": "is not an e-mail address",
        }
        assert answer.headers["X-Not-Processed"] == "1"
    assert site.metric("site_accounts_total", result="invalid") == 1


@pytest.mark.parametrize(
    ("body", "content_type", "status", "error"),
    [
        (b"{}", "text/plain", 415, "unsupported-media-type"),
        (b"a=1", "application/x-www-form-urlencoded", 403, "csrf"),
        (b'{"email": "1", "email": "2"}', "application/json", 400, "invalid"),
        (b'["email"]', "application/json", 400, "invalid"),
        (b'"' + b"x" * (16 * 1024 - 2) + b'"', "application/json", 400, "invalid"),
        (b" " * (16 * 1024 + 1), "application/json", 413, "request-entity-too-large"),
    ],
    ids=["text", "a form of another site", "a name twice", "no object", "16 KiB", "a byte more"],
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


async def test_the_password_is_kept_as_a_hash(
    site: SiteInProcess, around: Around, store_path: Path
) -> None:
    """The store holds an argon2id hash, and nowhere the password."""
    await Walker(site, around).open()
    with closing(sqlite3.connect(store_path)) as connection:
        (kept,) = connection.execute("SELECT password FROM accounts").fetchone()
    assert kept.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert form(1)["password"] not in kept
