"""The post office takes messages and shows inboxes over HTTP."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from mock_site.neighbours.post_office.app import make_app
from mock_site.neighbours.post_office.parcel import MOST_SACK_BYTES
from mock_site.neighbours.service import MAX_BODY_BYTES
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.testing import SetClock
from tests.mock_site.neighbours.neighbour import NeighbourInProcess, Start

GOOD = {
    "kind": "email", "to": "Budi@Warga.test", "key": "k1", "subject": "s", "text": "http://x.test/"
}  # fmt: skip


def make(
    settings: NeighbourSettings,
    token: str,
    timer: SetClock,
    sleep: Callable[[float], Awaitable[None]],
) -> web.Application:
    """Make a post office whose clocks are one."""
    return make_app(settings, token, timer, timer, sleep)


@pytest.fixture
async def office(start: Start) -> NeighbourInProcess:
    """Give a post office."""
    return await start(make)


async def test_a_message_is_taken_and_read_later(office: NeighbourInProcess) -> None:
    """By its address in any case, once, however often it was handed in."""
    assert await office.post("/messages", GOOD) == (202, {"key": "k1"})
    assert await office.post("/messages", GOOD) == (202, {"key": "k1"})
    assert await office.get("/inboxes/budi@warga.test") == (200, [])
    office.timer.now_s += 1_000
    status, messages = await office.get("/inboxes/BUDI@warga.test")
    assert status == 200
    assert [(one["kind"], one["subject"], one["text"]) for one in messages] == [
        ("email", "s", "http://x.test/")
    ]
    after = messages[0]["number"]
    assert await office.get(f"/inboxes/budi@warga.test?after={after}") == (200, [])
    assert await office.metric("post_office_messages_total", kind="email", event="repeated") == 1
    assert await office.metric("post_office_inbox_reads_total") == 3


def sack(*keys: str) -> dict[str, Any]:
    """Give a sack of messages with these keys."""
    return {"messages": [{**GOOD, "key": key} for key in keys]}


async def test_a_sack_is_as_good_as_its_messages(office: NeighbourInProcess) -> None:
    """Each is known by its key, wherever it came in, and counts as a request."""
    await office.post("/messages", GOOD)
    assert await office.post("/sacks", sack("k1", "k2", "k3")) == (202, {"taken": 3})
    office.timer.now_s += 1_000
    assert len((await office.get("/inboxes/budi@warga.test"))[1]) == 3
    for event, count in (("taken", 3), ("repeated", 1)):
        assert await office.metric("post_office_messages_total", kind="email", event=event) == count
    assert await office.metric("post_office_requests_total", result="served") == 4


async def test_a_sack_may_be_as_large_as_its_messages_together(office: NeighbourInProcess) -> None:
    """A hundred, each with as much in it as one may have; beyond that it is too large, as one is."""

    async def brought(path: str, content: object) -> int:
        """Give the status of what may be too large to be sent as it is."""
        body = io.BytesIO(json.dumps(content).encode())
        headers = {"Content-Type": "application/json"}
        async with office.client.post(path, data=body, headers=headers) as answer:
            return answer.status

    largest = {**GOOD, "text": "\N{EARTH GLOBE ASIA-AUSTRALIA}" * 5_000}
    huge = {**GOOD, "text": "x" * MAX_BODY_BYTES}
    assert [await brought("/messages", one) for one in (largest, huge)] == [202, 413]
    full = {"messages": [{**largest, "key": f"k{number}"} for number in range(100)]}
    assert await brought("/sacks", full) == 202
    assert await office.metric("post_office_messages_total", kind="email", event="taken") == 100
    assert await brought("/sacks", {"messages": [{**GOOD, "text": "x" * MOST_SACK_BYTES}]}) == 413


async def test_of_a_sack_is_taken_what_the_limit_allows(office: NeighbourInProcess) -> None:
    """From the first message; 429 where that is none."""
    await office.told({"limit": {"per_day": 2}})
    assert await office.post("/sacks", sack("k1", "k2", "k3")) == (202, {"taken": 2})
    assert (await office.post("/sacks", sack("k3")))[0] == 429
    assert await office.metric("post_office_requests_total", result="budget_spent") == 2
    assert await office.metric("post_office_messages_total", kind="email", event="taken") == 2


async def test_of_a_sack_is_taken_what_there_is_room_for(office: NeighbourInProcess) -> None:
    """503 where there is none; a failing office takes nothing of it, and counts each."""
    await office.told({"most": 2})
    assert await office.post("/sacks", sack("k1", "k2", "k3")) == (202, {"taken": 2})
    assert (await office.post("/sacks", sack("k3")))[0] == 503
    await office.told({"most": 9, "misbehaviour": {"failing_share": 1}})
    assert (await office.post("/sacks", sack("k4", "k5")))[0] == 503
    assert await office.metric("post_office_requests_total", result="failed") == 2
    assert await office.metric("post_office_messages_total", kind="email", event="taken") == 2


async def test_a_phone_has_an_inbox_too(office: NeighbourInProcess) -> None:
    """Written with its plus or with that escaped."""
    await office.post("/messages", {**GOOD, "kind": "sms", "to": "+628400000001", "subject": ""})
    office.timer.now_s += 1_000
    for path in ("/inboxes/+628400000001", "/inboxes/%2B628400000001"):
        assert len((await office.get(path))[1]) == 1


@pytest.mark.parametrize("after", ["-1", "x", "²", "9" * 16, ""])
async def test_a_cursor_is_a_whole_number(office: NeighbourInProcess, after: str) -> None:
    """400 for anything else."""
    status, body = await office.get("/inboxes/x", params={"after": after})
    assert (status, body["field"]) == (400, "after")


async def test_a_person_reads_a_page_with_links(office: NeighbourInProcess) -> None:
    """And may neither be framed nor run anything."""
    await office.post("/messages", GOOD)
    office.timer.now_s += 1_000
    headers = {"Accept": "text/html,application/xhtml+xml"}
    async with office.client.get("/inboxes/budi@warga.test", headers=headers) as answer:
        page = await answer.text()
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert '<a href="http://x.test/"' in page


async def test_a_person_who_names_an_address_is_sent_to_its_inbox(office: NeighbourInProcess) -> None:
    """From the page that asks for it; who names none is asked again."""
    async with office.client.get("/") as answer:
        assert '<form action="/inboxes"' in await answer.text()
    for to, location in (
        ("a@b.test", "/inboxes/a@b.test"),
        ("../x?y", "/inboxes/..%2Fx%3Fy"),
        (" ", "/"),
    ):
        call = office.client.get("/inboxes", params={"to": to}, allow_redirects=False)
        async with call as answer:
            assert (answer.status, answer.headers["Location"]) == (303, location)


async def test_beyond_what_it_can_hold_it_is_busy(office: NeighbourInProcess) -> None:
    """503 with a Retry-After, and nothing was taken."""
    await office.told({"most": 1})
    await office.post("/messages", GOOD)
    async with office.client.post("/messages", json={**GOOD, "key": "k2"}) as answer:
        assert (answer.status, "Retry-After" in answer.headers) == (503, True)
    assert await office.metric("post_office_messages_total", kind="email", event="taken") == 1


async def test_it_loses_and_fails_when_told(office: NeighbourInProcess) -> None:
    """A loss looks like a success."""
    await office.told({"email": {"loss_share": 1}})
    assert (await office.post("/messages", GOOD))[0] == 202
    assert await office.metric("post_office_messages_total", kind="email", event="lost") == 1
    await office.told({"misbehaviour": {"failing_share": 1}})
    assert (await office.post("/messages", {**GOOD, "key": "k2"}))[0] == 503
    assert await office.metric("post_office_messages_total", kind="email", event="taken") == 1


async def test_thousands_read_while_messages_come(office: NeighbourInProcess) -> None:
    """Each reads their own."""
    wanted = {f"p{number}@x.test": f"{number}" for number in range(300)}
    await asyncio.gather(
        *(
            office.post("/messages", {**GOOD, "to": to, "key": text, "text": text})
            for to, text in wanted.items()
        )
    )
    office.timer.now_s += 10_000

    async def read(to: str) -> tuple[str, Any]:
        """Read an inbox."""
        return to, (await office.get(f"/inboxes/{to}"))[1][0]["text"]

    assert dict(await asyncio.gather(*(read(to) for to in wanted))) == wanted
