"""The site as processes: it shares its work, and loses nothing that it has acknowledged."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from mock_site.settings import WAVE
from mock_site.store.schema import prepare
from mock_site.testing import SiteProcess, form
from tests.mock_site.crowd import Crowd, finished_sessions
from tests.mock_site.process.eventual import eventually

StartSite = Callable[..., SiteProcess]
UNQUEUED = ("--without", "waiting-room", "--without", "rate-limits")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give the path of a store with 20 seats."""
    path = tmp_path / "site.db"
    prepare(path, WAVE, 20)
    return path


def alive(pid: int) -> bool:
    """Tell whether a process lives; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_sixty_people_at_three_processes_get_exactly_twenty_seats(
    start_site: StartSite, crowd_at: Callable[[SiteProcess], Crowd], store: Path
) -> None:
    """Seats 1 to 20 are given once each, and the roll says the same."""
    sessions = await finished_sessions(store, range(60))
    crowd = crowd_at(
        start_site("--processes", "3", "--store", f"sqlite:///{store}", *UNQUEUED, alone=True)
    )
    answers = await asyncio.gather(*(crowd.join(session, "k") for session in sessions))
    given = {body["seat"]: body["registration_id"] for status, body in answers if status == 201}
    assert sorted(status for status, _ in answers) == [201] * 20 + [409] * 40
    assert sorted(given) == [*range(1, 21)]
    roll = await crowd.roll()
    assert [(one["seat"], one["registration_id"]) for one in roll] == sorted(given.items())
    assert [one["at"] for one in roll] == sorted(one["at"] for one in roll)


async def test_thirty_joins_of_one_person_at_three_processes_give_one_seat(
    start_site: StartSite, crowd_at: Callable[[SiteProcess], Crowd], store: Path
) -> None:
    """However they arrive, one person has one registration."""
    (session,) = await finished_sessions(store, [1])
    crowd = crowd_at(
        start_site("--processes", "3", "--store", f"sqlite:///{store}", *UNQUEUED, alone=True)
    )
    answers = await asyncio.gather(*(crowd.join(session, f"k{one % 10}") for one in range(30)))
    assert len({body["registration_id"] for _, body in answers}) == 1
    assert sorted(status for status, _ in answers) == [201] * 3 + [409] * 27
    assert len(await crowd.roll()) == 1


async def test_killing_a_worker_under_load_loses_nothing_acknowledged(
    start_site: StartSite, crowd_at: Callable[[SiteProcess], Crowd], tmp_path: Path
) -> None:
    """The other worker goes on, the dead one is started again, the roll has every promise."""
    prepare(tmp_path / "site.db", WAVE, 10_000)
    sessions = await finished_sessions(tmp_path / "site.db", range(240))
    site = start_site(
        "--processes", "2", "--store", f"sqlite:///{tmp_path}/site.db", *UNQUEUED, alone=True
    )
    crowd = crowd_at(site)
    before = site.workers()
    started_s = await crowd.metric("site_process_start_time_seconds")
    acknowledged: list[str] = []
    load = asyncio.gather(*(crowd.join_until_cut(sessions[n::12], acknowledged) for n in range(12)))
    await eventually(lambda: _reached(acknowledged, 30))
    os.kill(before[0], signal.SIGKILL)
    await load
    roll = {one["registration_id"] for one in await crowd.roll()}
    assert len(acknowledged) > 30
    assert set(acknowledged) <= roll

    async def restarted() -> bool:
        """Tell whether a newer worker serves."""
        return await crowd.metric("site_process_start_time_seconds") > started_s

    await eventually(restarted)
    after = site.workers()
    assert len(after) == 2
    assert before[1] in after
    assert before[0] not in after
    assert await crowd.metric("site_http_requests_in_flight") == 1


async def test_killing_everything_under_load_loses_nothing_acknowledged(
    start_site: StartSite, crowd_at: Callable[[SiteProcess], Crowd], tmp_path: Path
) -> None:
    """A site started again on the same store keeps every promise, and every session."""
    store = f"sqlite:///{tmp_path}/site.db"
    prepare(tmp_path / "site.db", WAVE, 10_000)
    session, *sessions = await finished_sessions(tmp_path / "site.db", range(600))
    site = start_site("--processes", "2", "--store", store, *UNQUEUED, alone=True)
    crowd = crowd_at(site)
    _, first = await crowd.join(session, "k")
    acknowledged: list[str] = [first["registration_id"]]
    load = asyncio.gather(*(crowd.join_until_cut(sessions[n::12], acknowledged) for n in range(12)))
    await eventually(lambda: _reached(acknowledged, 50))
    site.kill_all()
    await load
    again = crowd_at(start_site("--processes", "2", "--store", store, *UNQUEUED, alone=True))
    roll = {one["registration_id"] for one in await again.roll()}
    assert set(acknowledged) <= roll
    assert await again.join(session, "k") == (201, first)


async def test_a_supervisor_that_is_killed_leaves_no_orphans(start_site: StartSite) -> None:
    """Workers and neighbours notice and end by themselves."""
    site = start_site("--processes", "2")
    parts = site.running("mock_site.")
    assert len(parts) == 5
    site.process.kill()
    site.process.wait(5)

    async def all_gone() -> bool:
        """Tell whether none of them lives."""
        return not any(alive(pid) for pid in parts)

    await eventually(all_gone, 5.0)


async def test_a_stopped_site_finishes_what_is_in_flight_and_is_not_ready(
    start_site: StartSite, visitors: aiohttp.ClientSession
) -> None:
    """After SIGTERM a request half sent is still answered, readyz says 503, and the end is soon."""
    site = start_site(*UNQUEUED, alone=True)
    port = int(site.url.rsplit(":", 1)[1])
    person = form(1)
    body = json.dumps({"email": person["email"], "password": person["password"]}).encode()
    async with visitors.get(f"{site.url}/readyz") as answer:
        assert answer.status == 200
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        "POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body[:10])
    await writer.drain()
    await asyncio.sleep(0.1)
    began_s = time.monotonic()
    site.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.15)
    async with visitors.get(f"{site.url}/readyz") as answer:
        assert answer.status == 503
        assert (await answer.json())["reason"] == "draining"
    writer.write(body[10:])
    assert (await reader.readline()).startswith(b"HTTP/1.1 201")
    writer.close()
    await writer.wait_closed()
    assert site.process.wait(5) == 0
    assert time.monotonic() - began_s < 5


async def test_an_open_connection_that_says_nothing_does_not_hold_up_the_end(
    start_site: StartSite,
) -> None:
    """Idle visitors are let go."""
    site = start_site("--processes", "2", alone=True)
    port = int(site.url.rsplit(":", 1)[1])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    began_s = time.monotonic()
    assert await asyncio.to_thread(site.stop) == 0
    assert time.monotonic() - began_s < 2.5
    writer.close()


async def test_a_change_of_the_wave_reaches_every_process_within_half_a_second(
    start_site: StartSite,
    visitors: aiohttp.ClientSession,
    crowd_at: Callable[[SiteProcess], Crowd],
    store: Path,
) -> None:
    """Half a second after the change no process shows what was before."""
    (session,) = await finished_sessions(store, [1])
    site = start_site("--processes", "3", "--store", f"sqlite:///{store}", *UNQUEUED, alone=True)
    crowd = crowd_at(site)
    change = {"opens_at": time.time() + 3_600}
    call = visitors.put(f"{site.url}/admin/wave", json=change, headers=dict(site.admin))
    async with call as answer:
        assert answer.status == 200
    await asyncio.sleep(0.5)
    states = await asyncio.gather(*(crowd.wave_state() for _ in range(40)))
    assert set(states) == {"not_open"}
    status, body = await crowd.join(session, "k")
    assert (status, body["error"]) == (403, "not-open")


async def test_the_metrics_of_all_processes_are_one(
    start_site: StartSite, visitors: aiohttp.ClientSession, crowd_at: Callable[[SiteProcess], Crowd]
) -> None:
    """Requests are counted once, whoever answered them and whoever is asked."""
    site = start_site("--processes", "3", alone=True)
    crowd = crowd_at(site)
    await asyncio.gather(*(crowd.wave_state() for _ in range(60)))
    async with visitors.get(f"{site.url}/metrics") as answer:
        families = {one.name: one for one in text_string_to_metric_families(await answer.text())}
    homes = sum(
        sample.value
        for sample in families["site_http_requests"].samples
        if sample.labels.get("route") == "/"
    )
    assert homes == 60
    assert [one.value for one in families["site_build_info"].samples] == [1]
    assert all("pid" not in one.labels for family in families.values() for one in family.samples)


async def test_a_neighbour_that_is_killed_is_started_again_where_it_was(
    start_site: StartSite, visitors: aiohttp.ClientSession
) -> None:
    """Another process answers at the same address, and the workers have not changed."""
    site = start_site()
    (before,), workers = site.running("mock_site.neighbours.post_office"), site.workers()
    os.kill(before, signal.SIGKILL)

    async def answers_anew() -> bool:
        """Tell whether another one is there."""
        async with visitors.get(f"{site.post_office}/inboxes/x") as answer:
            assert await answer.json() == []
        return site.running("mock_site.neighbours.post_office") not in ([], [before])

    await eventually(answers_anew)
    assert site.workers() == workers


async def test_a_message_finds_its_way_after_the_post_office_was_away(
    start_site: StartSite, visitors: aiohttp.ClientSession
) -> None:
    """The account is opened although nobody takes its e-mail, which comes when somebody does."""
    site = start_site("--time-scale", "0.05", *UNQUEUED)
    (post_office,) = site.running("mock_site.neighbours.post_office")
    os.kill(post_office, signal.SIGSTOP)
    person = {"email": "budi@warga.test", "password": "rahasia-sekali"}
    async with visitors.post(f"{site.url}/accounts", json=person) as answer:
        assert answer.status == 201
        inbox = (await answer.json())["inbox"]
    os.kill(post_office, signal.SIGCONT)

    async def delivered() -> bool:
        """Tell whether the e-mail is there, with a link to this site."""
        async with visitors.get(inbox) as answer:
            found = await answer.json()
        return len(found) == 1 and f"{site.url}/accounts/verify-email?token=" in found[0]["text"]

    await eventually(delivered, 30.0)


async def test_neighbours_count_for_themselves(
    start_site: StartSite, visitors: aiohttp.ClientSession
) -> None:
    """The site's page has none of their metrics, and theirs none of the site's."""
    site = start_site()
    async with visitors.get(f"{site.url}/metrics") as answer:
        assert "post_office_messages_total" not in await answer.text()
    async with visitors.get(f"{site.post_office}/metrics") as answer:
        assert "site_" not in await answer.text()


async def _reached(acknowledged: list[str], count: int) -> bool:
    return len(acknowledged) >= count
