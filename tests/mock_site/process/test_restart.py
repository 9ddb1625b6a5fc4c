"""All workers are replaced: hardened, without losing a request; naive, all at once."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from mock_site.process.crew import RESTART_PAUSE_S, Crew
from mock_site.process.restart import START_DEADLINE_S, STOP_DEADLINE_S, RestartAtOnce, RollingRestart
from mock_site.settings import WAVE
from mock_site.store.schema import prepare
from mock_site.testing import SetClock, SiteProcess
from tests.mock_site.crowd import Crowd, finished_sessions
from tests.mock_site.process.eventual import eventually

PART: Any = object()


@dataclass(eq=False)
class Worker:
    """A process that does nothing but what the test says, and notes what it is told."""

    part: Any
    pid: int = field(default_factory=count(1).__next__)
    is_ready: bool = False
    is_over: bool = False
    told: list[str] = field(default_factory=list)

    def serves(self) -> bool:
        """Tell whether it does."""
        return self.is_ready

    def ended(self) -> bool:
        """Tell whether it has."""
        return self.is_over

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Note a call."""
        return lambda: self.told.append(name)


class Shift:
    """A crew of two old workers of one part, with a clock to set.

    Args:
        folder: in which nobody counts.
    """

    def __init__(self, folder: Path) -> None:
        self.clock, self.said = SetClock(), list[str]()
        self.crew = Crew(folder, self.said.append, self.clock)
        self.crew.start(PART)
        self.crew.start(PART)

    @property
    def workers(self) -> list[Any]:
        """Those that run."""
        return list(self.crew.running)

    def rolling(self) -> RollingRestart:
        """Begin a rolling restart."""
        return RollingRestart(self.crew, [PART], self.said.append, self.clock)

    def at_once(self) -> RestartAtOnce:
        """Begin one of all at once."""
        return RestartAtOnce(self.crew, [PART, PART], self.said.append, self.clock)

    def end(self, *workers: Worker) -> None:
        """Let some end, and the crew take note of it."""
        for one in workers:
            one.is_over = True
        self.crew.look_after()

    def wait(self, s: float) -> None:
        """Let time go by, and the crew see to what is due."""
        self.clock.now_s += s
        self.crew.look_after()


@pytest.fixture
def shift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shift:
    """Give two old workers."""
    monkeypatch.setattr("mock_site.process.crew.PartProcess", Worker)
    return Shift(tmp_path)


def test_an_old_one_is_relieved_only_when_the_new_one_serves(shift: Shift) -> None:
    """And the next new one is started only when the old one has gone; two of them, and no more."""
    one, two = shift.workers
    roll = shift.rolling()
    assert (roll.step(), roll.step(), one.told) == (False, False, [])
    shift.workers[-1].is_ready = True
    assert (roll.step(), one.told, two.told) == (False, ["relieve"], [])
    assert (roll.step(), len(shift.workers)) == (False, 3)
    shift.end(one)
    roll.step()
    roll.step()
    shift.workers[-1].is_ready = True
    roll.step()
    assert two.told == ["relieve"]
    shift.end(two)
    roll.step()
    assert roll.step()
    assert shift.said[-1] == "workers: all are new"
    shift.wait(RESTART_PAUSE_S)
    assert [worker.is_ready for worker in shift.workers] == [True, True]


def test_a_new_one_that_does_not_serve_ends_it_and_the_old_ones_go_on(shift: Shift) -> None:
    """A release that cannot start takes nobody's place, and is not started again."""
    old = shift.workers
    roll = shift.rolling()
    roll.step()
    shift.clock.now_s += START_DEADLINE_S + 1
    assert roll.step()
    assert [one.told for one in shift.workers] == [[], [], ["stop"]]
    assert "does not serve; the old workers go on" in shift.said[0]
    shift.end(shift.workers[-1])
    shift.wait(RESTART_PAUSE_S)
    assert shift.workers == old


def test_an_old_one_that_died_is_replaced_whatever_becomes_of_a_new_one(shift: Shift) -> None:
    """The new one, which died as well, is not: there are as many as before."""
    one, two = shift.workers
    roll = shift.rolling()
    roll.step()
    new = shift.workers[-1]
    shift.end(one)
    shift.end(new)
    assert roll.step()
    shift.wait(RESTART_PAUSE_S)
    assert shift.workers[0] is two
    assert len(shift.workers) == 2


def test_an_old_one_that_does_not_go_is_killed(shift: Shift) -> None:
    """After its time."""
    roll = shift.rolling()
    roll.step()
    shift.workers[-1].is_ready = True
    roll.step()
    shift.clock.now_s += STOP_DEADLINE_S + 1
    roll.step()
    assert shift.workers[0].told == ["relieve", "kill"]


def test_at_once_all_are_ended_before_any_is_started(shift: Shift) -> None:
    """And those that do not end are killed after their time."""
    one, two = shift.workers
    restart = shift.at_once()
    assert [worker.told for worker in shift.workers] == [["stop"], ["stop"]]
    shift.end(two)
    assert not restart.step()
    shift.clock.now_s += STOP_DEADLINE_S + 1
    assert not restart.step()
    assert one.told == ["stop", "kill"]
    shift.end(one)
    assert restart.step()
    assert len(shift.workers) == 2


def test_at_once_nobody_is_started_twice(shift: Shift) -> None:
    """Not in the place of one that had died just before either."""
    one, two = shift.workers
    shift.end(one)
    restart = shift.at_once()
    shift.end(two)
    assert restart.step()
    shift.wait(RESTART_PAUSE_S)
    assert len(shift.workers) == 2


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
