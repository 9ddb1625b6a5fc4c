"""All workers are replaced: hardened, without losing a request; naive, all at once."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from mock_site.process.restart import START_DEADLINE_S, STOP_DEADLINE_S, RestartAtOnce, RollingRestart
from mock_site.settings import WAVE
from mock_site.store.schema import prepare
from mock_site.testing import SetClock, SiteProcess
from tests.mock_site.crowd import Crowd, finished_sessions
from tests.mock_site.process.eventual import eventually

PART: Any = object()


@dataclass(eq=False)
class Worker:
    """A process that does nothing, and notes what it is told."""

    pid: int
    is_ready: bool = True
    told: list[str] = field(default_factory=list)
    part: Any = PART

    def serves(self) -> bool:
        """Tell whether it does."""
        return self.is_ready

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Note a call."""
        return lambda: self.told.append(name)


class Crew:
    """A crew whose new ones are ready when the test says so."""

    def __init__(self) -> None:
        self.running = [Worker(1), Worker(2)]
        self.dismissed: list[Worker] = []

    def of(self, _parts: object) -> list[Worker]:
        """Give all."""
        return list(self.running)

    def start(self, _part: object) -> Worker:
        """Start one, which does not serve yet."""
        self.running.append(Worker(10 + len(self.running), is_ready=False))
        return self.running[-1]

    def dismiss(self, processes: list[Worker], _parts: object = ()) -> None:
        """Note whom."""
        self.dismissed += processes


@pytest.fixture
def crew() -> Crew:
    """Give two old workers."""
    return Crew()


def rolling(crew: Crew, clock: SetClock, said: list[str]) -> RollingRestart:
    """Begin a rolling restart."""
    stand_in: Any = crew
    return RollingRestart(stand_in, [PART], said.append, clock)


def test_an_old_one_is_relieved_only_when_the_new_one_serves(crew: Crew) -> None:
    """And the next new one is started only when the old one has gone."""
    one, two = crew.running
    said: list[str] = []
    roll = rolling(crew, SetClock(), said)
    assert (roll.step(), roll.step(), one.told) == (False, False, [])
    crew.running[-1].is_ready = True
    assert (roll.step(), one.told, two.told) == (False, ["relieve"], [])
    assert (roll.step(), len(crew.running)) == (False, 3)
    crew.running.remove(one)
    roll.step()
    roll.step()
    crew.running[-1].is_ready = True
    roll.step()
    assert two.told == ["relieve"]
    crew.running.remove(two)
    roll.step()
    assert roll.step()
    assert said[-1] == "workers: all are new"
    assert crew.dismissed == [one, two]


def test_a_new_one_that_does_not_serve_ends_it_and_the_old_ones_go_on(crew: Crew) -> None:
    """A release that cannot start takes nobody's place."""
    clock = SetClock()
    said: list[str] = []
    roll = rolling(crew, clock, said)
    roll.step()
    clock.now_s += START_DEADLINE_S + 1
    assert roll.step()
    assert [one.told for one in crew.running] == [[], [], ["stop"]]
    assert "does not serve; the old workers go on" in said[0]


def test_an_old_one_that_does_not_go_is_killed(crew: Crew) -> None:
    """After its time."""
    clock = SetClock()
    roll = rolling(crew, clock, [])
    roll.step()
    crew.running[-1].is_ready = True
    roll.step()
    clock.now_s += STOP_DEADLINE_S + 1
    roll.step()
    assert crew.running[0].told == ["relieve", "kill"]


def test_at_once_all_are_ended_before_any_is_started(crew: Crew) -> None:
    """And those that do not end are killed after their time."""
    clock, said = SetClock(), list[str]()
    stand_in: Any = crew
    restart = RestartAtOnce(stand_in, [PART, PART], said.append, clock)
    assert [one.told for one in crew.running] == [["stop"], ["stop"]]
    crew.running.pop()
    assert not restart.step()
    clock.now_s += STOP_DEADLINE_S + 1
    assert not restart.step()
    assert crew.running[0].told == ["stop", "kill"]
    crew.running.clear()
    assert restart.step()
    assert len(crew.running) == 2


class Load:
    """People who ask again and again, over kept and over new connections, until told to stop."""

    def __init__(self, site: SiteProcess, sessions: list[dict[str, str]]) -> None:
        self._site = site
        self._sessions = sessions
        self.statuses: list[int] = []
        self.is_over = False

    async def come(self) -> None:
        """Come, all of them."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as kept:
            kinds: list[Mapping[str, str]] = [{}, {"Connection": "close"}]
            people = [self._ask(kept, one, kind) for one in self._sessions for kind in kinds]
            await asyncio.gather(*people)

    async def _ask(
        self, client: aiohttp.ClientSession, session: Mapping[str, str], kind: Mapping[str, str]
    ) -> None:
        """Join with the same key, which gives the same answer each time."""
        headers = {**session, **kind, "Idempotency-Key": "k"}
        while not self.is_over:
            url = f"{self._site.url}/waves/1/join"
            async with client.post(url, json={}, headers=headers) as answer:
                await answer.read()
                self.statuses.append(answer.status)
            await asyncio.sleep(0.01)


async def restarted(
    start_site: Callable[..., SiteProcess], folder: Path, *arguments: str
) -> tuple[SiteProcess, Load]:
    """Restart the workers of a site under load, and give what the load met."""
    prepare(folder / "site.db", WAVE, 100)
    sessions = await finished_sessions(folder / "site.db", range(4))
    store = ("--store", f"sqlite:///{folder}/site.db")
    without = ("--without", "waiting-room", "--without", "rate-limits")
    site = start_site("--processes", "2", *store, *without, *arguments, alone=True)
    load = Load(site, sessions)
    coming = asyncio.create_task(load.come())
    await eventually(lambda: _reached(load, 20))
    before = set(site.workers())
    site.process.send_signal(signal.SIGHUP)
    await eventually(lambda: _are_new(site, before), 30.0)
    seen = len(load.statuses)
    await eventually(lambda: _reached(load, seen + 20))
    load.is_over = True
    await coming
    return site, load


async def test_a_rolling_restart_loses_no_request(
    start_site: Callable[..., SiteProcess], crowd_at: Callable[[SiteProcess], Crowd], tmp_path: Path
) -> None:
    """Not one of those that were under way or came meanwhile, over whatever connection."""
    site, load = await restarted(start_site, tmp_path)
    assert set(load.statuses) == {201}
    assert await crowd_at(site).metric("site_process_starts_total") == 4
    assert len(await crowd_at(site).roll()) == 4


async def test_a_naive_restart_ends_all_before_it_starts_any(
    start_site: Callable[..., SiteProcess], crowd_at: Callable[[SiteProcess], Crowd]
) -> None:
    """Afterwards the site serves as before."""
    site = start_site("--processes", "2", "--profile", "naive", alone=True)
    before = set(site.workers())
    site.process.send_signal(signal.SIGHUP)
    await eventually(lambda: _are_new(site, before), 30.0)
    assert await crowd_at(site).wave_state() == "open"


async def _reached(load: Load, count: int) -> bool:
    return len(load.statuses) >= count


async def _are_new(site: SiteProcess, before: set[int]) -> bool:
    now = set(site.workers())
    return len(now) == 2 and not now & before
