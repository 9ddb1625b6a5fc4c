"""The site as processes: it shares its work, and loses nothing that it has acknowledged."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from mock_site.testing import SiteProcess, form
from tests.mock_site.crowd import Crowd

StartSite = Callable[..., SiteProcess]


async def eventually(holds: Callable[[], Awaitable[bool]], deadline_s: float = 10.0) -> None:
    """Wait until something holds."""
    end_s = time.monotonic() + deadline_s
    while not await holds():
        assert time.monotonic() < end_s, "it did not come to hold in time"
        await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    """Tell whether a process lives; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_sixty_people_at_three_processes_get_exactly_twenty_seats(
    start_site: StartSite, crowd_at: Callable[[SiteProcess], Crowd]
) -> None:
    """Seats 1 to 20 are given once each, and the roll says the same."""
    crowd = crowd_at(start_site("--processes", "3", "--quota", "20"))
    sessions = await asyncio.gather(*(crowd.open_account(number) for number in range(60)))
    answers = await asyncio.gather(*(crowd.join(session, "k") for session in sessions))
    given = {body["seat"]: body["registration_id"] for status, body in answers if status == 201}
    assert sorted(status for status, _ in answers) == [201] * 20 + [409] * 40
    assert sorted(given) == [*range(1, 21)]
    roll = await crowd.roll()
    assert [(one["seat"], one["registration_id"]) for one in roll] == sorted(given.items())
    assert [one["at"] for one in roll] == sorted(one["at"] for one in roll)


async def test_thirty_joins_of_one_person_at_three_processes_give_one_seat(
    start_site: StartSite, crowd_at: Callable[[SiteProcess], Crowd]
) -> None:
    """However they arrive, one person has one registration."""
    crowd = crowd_at(start_site("--processes", "3", "--quota", "20"))
    session = await crowd.open_account(1)
    answers = await asyncio.gather(*(crowd.join(session, f"k{one % 10}") for one in range(30)))
    assert len({body["registration_id"] for _, body in answers}) == 1
    assert sorted(status for status, _ in answers) == [201] * 3 + [409] * 27
    assert len(await crowd.roll()) == 1


async def test_killing_a_worker_under_load_loses_nothing_acknowledged(
    start_site: StartSite, crowd_at: Callable[[SiteProcess], Crowd]
) -> None:
    """The other worker goes on, the dead one is started again, the roll has every promise."""
    site = start_site("--processes", "2")
    crowd = crowd_at(site)
    before = site.workers()
    started_s = await crowd.metric("site_process_start_time_seconds")
    acknowledged: list[str] = []
    load = asyncio.gather(
        *(crowd.join_until_cut(range(n * 100, n * 100 + 40), acknowledged) for n in range(12))
    )
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
    site = start_site("--processes", "2", "--store", store)
    crowd = crowd_at(site)
    session = await crowd.open_account(9_999)
    _, first = await crowd.join(session, "k")
    acknowledged: list[str] = [first["registration_id"]]
    load = asyncio.gather(
        *(crowd.join_until_cut(range(n * 100, n * 100 + 99), acknowledged) for n in range(12))
    )
    await eventually(lambda: _reached(acknowledged, 50))
    site.kill_all()
    await load
    again = crowd_at(start_site("--processes", "2", "--store", store))
    roll = {one["registration_id"] for one in await again.roll()}
    assert set(acknowledged) <= roll
    assert await again.join(session, "k") == (201, first)


async def test_a_supervisor_that_is_killed_leaves_no_orphans(start_site: StartSite) -> None:
    """The workers notice and end by themselves."""
    site = start_site("--processes", "2")
    workers = site.workers()
    site.process.kill()
    site.process.wait(5)

    async def all_gone() -> bool:
        """Tell whether no worker lives."""
        return not any(alive(pid) for pid in workers)

    await eventually(all_gone, 5.0)


async def test_a_stopped_site_finishes_what_is_in_flight_and_is_not_ready(
    start_site: StartSite, visitors: aiohttp.ClientSession
) -> None:
    """After SIGTERM a request half sent is still answered, readyz says 503, and the end is soon."""
    site = start_site()
    port = int(site.url.rsplit(":", 1)[1])
    body = json.dumps(form(1)).encode()
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
    site = start_site("--processes", "2")
    port = int(site.url.rsplit(":", 1)[1])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    began_s = time.monotonic()
    assert await asyncio.to_thread(site.stop) == 0
    assert time.monotonic() - began_s < 2.5
    writer.close()


async def test_a_change_of_the_wave_reaches_every_process_within_half_a_second(
    start_site: StartSite, visitors: aiohttp.ClientSession, crowd_at: Callable[[SiteProcess], Crowd]
) -> None:
    """Half a second after the change no process shows what was before."""
    site = start_site("--processes", "3")
    crowd = crowd_at(site)
    change = {"opens_at": time.time() + 3_600}
    call = visitors.put(f"{site.url}/admin/wave", json=change, headers=dict(site.admin))
    async with call as answer:
        assert answer.status == 200
    await asyncio.sleep(0.5)
    states = await asyncio.gather(*(crowd.wave_state() for _ in range(40)))
    assert set(states) == {"not_open"}
    status, body = await crowd.join(await crowd.open_account(1), "k")
    assert (status, body["error"]) == (403, "not-open")


async def test_the_metrics_of_all_processes_are_one(
    start_site: StartSite, visitors: aiohttp.ClientSession, crowd_at: Callable[[SiteProcess], Crowd]
) -> None:
    """Requests are counted once, whoever answered them and whoever is asked."""
    site = start_site("--processes", "3")
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


async def _reached(acknowledged: list[str], count: int) -> bool:
    return len(acknowledged) >= count
