"""Nobody is refused while a seat may be on its way to him, and for nobody else's sake does he wait."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from mock_site.store.attempts import Attempts
from mock_site.store.hold import HoldOutcome, HoldResult
from mock_site.store.looks import Looks
from mock_site.store.porter import Porter
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, WaveChange
from mock_site.store.role import StoreError
from mock_site.store.sql_store import SqlStore
from mock_site.store.statement import Question
from mock_site.testing import NOW_S, SetClock, finished_account
from tests.mock_site.process.eventual import eventually
from tests.mock_site.store.kinds import Commits, Place, opened
from tests.mock_site.store.test_holds import wish as wish_for_a_held_one
from tests.mock_site.store.test_joins import given, wish

STALL_S = 0.4


class Stall:
    """Has a process take its time over a commit, if it is told to."""

    def __init__(self) -> None:
        self.is_due = False
        self.begun = 0

    def commit_delay_s(self) -> float:
        """Give how long."""
        self.begun += self.is_due
        return STALL_S if self.is_due else 0.0

    def has_place(self, waiting: int, most: int) -> bool:
        """Tell that there always is one."""
        return waiting < most

    async def has_begun(self) -> bool:
        """Tell whether a commit takes its time now."""
        return self.begun > 0


class Site:
    """Two processes on one store; the commits of the first may stall."""

    def __init__(self, one: SqlStore, two: SqlStore, stall: Stall, commits: Sequence[Commits]) -> None:
        self.one, self.two = one, two
        self.commits = commits
        self._stall = stall

    async def looked_at(self, begun: Awaitable[JoinOutcome | HoldOutcome]) -> JoinResult | HoldResult:
        """Give the result of what takes the second process no transaction."""
        before = len(self.commits[1].operations)
        outcome = await begun
        assert len(self.commits[1].operations) == before
        return outcome.result

    async def stalled(self, *begun: Awaitable[Any]) -> "asyncio.Future[list[Any]]":
        """Begin some writes of the first process, and give what comes of them once they stall."""
        self._stall.is_due, self._stall.begun = True, 0
        coming = asyncio.gather(*begun)
        await eventually(self._stall.has_begun)
        self._stall.is_due = False
        assert not coming.done()
        return coming


@pytest.fixture
async def site(place: Place, clock: SetClock, tmp_path: Path) -> AsyncIterator[Site]:
    """Give one."""
    stall, commits, path = Stall(), [Commits(), Commits()], tmp_path / "attempts"
    async with AsyncExitStack() as stack:
        one, two = [
            await stack.enter_async_context(
                opened(place, clock, commits=noted, attempts=Attempts(path), strain=strain)
            )
            for noted, strain in zip(commits, (stall, Stall()), strict=True)
        ]
        yield Site(one, two, stall, commits)


async def people(site: Site, count: int) -> list[str]:
    """Give the accounts of people who may join; both processes know that the wave is full."""
    *ids, last = [await finished_account(site.one, number) for number in range(count + 1)]
    await site.one.change_wave("1", WaveChange(quota=0))
    for store in (site.one, site.two):
        assert (await store.join(wish(last))).result is JoinResult.FULL
        assert (await store.hold(wish_for_a_held_one(last), 60.0)).result is HoldResult.FULL
    return ids


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_who_asks_again_is_not_refused_while_a_seat_is_on_its_way(
    site: Site, *, elsewhere: bool
) -> None:
    """The wave still counts as full to whoever looks, here or there; nobody else waits for it there."""
    ana, budi = await people(site, 2)
    more = site.one.change_wave("1", WaveChange(quota=1))
    coming = await site.stalled(more, site.one.join(wish(ana)))
    again = asyncio.create_task((site.two if elsewhere else site.one).join(wish(ana)))
    assert await site.looked_at(site.two.join(wish(budi))) is JoinResult.FULL
    _, first = await coming
    assert 2 in site.commits[0].operations
    assert (first.result, (await again).result) == (JoinResult.GIVEN, JoinResult.REPLAYED)


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_who_came_before_the_closing_is_not_told_that_he_is_late(
    site: Site, clock: SetClock, *, elsewhere: bool
) -> None:
    """His join has the time at which it was done, and is committed after the closing."""
    ana, budi = await people(site, 2)
    change = WaveChange(quota=1, sets_closing=True, closes_at_s=NOW_S + 1.0)
    await site.two.change_wave("1", change)
    coming = await site.stalled(site.one.join(wish(ana)))
    clock.now_s += 1.0
    again = asyncio.create_task((site.two if elsewhere else site.one).join(wish(ana)))
    assert await site.looked_at(site.two.join(wish(budi))) is JoinResult.CLOSED
    ((first,), last) = await coming, await again
    assert (first.result, last.result) == (JoinResult.GIVEN, JoinResult.REPLAYED)


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_who_asks_again_for_a_held_seat_is_not_refused_either(
    site: Site, *, elsewhere: bool
) -> None:
    """Nor whoever then wants to join with it."""
    ana, budi = await people(site, 2)
    more = site.one.change_wave("1", WaveChange(quota=1))
    coming = await site.stalled(more, site.one.hold(wish_for_a_held_one(ana), 60.0))
    asked = site.two if elsewhere else site.one
    held = asyncio.create_task(asked.hold(wish_for_a_held_one(ana), 60.0))
    joined = asyncio.create_task(asked.join(wish(ana, key="l")))
    assert await site.looked_at(site.two.hold(wish_for_a_held_one(budi), 60.0)) is HoldResult.FULL
    assert (await coming)[1].result is HoldResult.HELD
    assert (await joined).result is JoinResult.GIVEN
    assert (await held).result in {HoldResult.REPLAYED, HoldResult.ALREADY_JOINED}


async def test_nobody_is_looked_at_while_a_wave_is_being_changed_here(site: Site) -> None:
    """More seats, or one that is removed: whoever comes after that was asked for has one of them."""
    ana, budi = await people(site, 2)
    more = await site.stalled(site.one.change_wave("1", WaveChange(quota=1)))
    registration = await given(site.one, wish(ana))
    assert await more == [True]
    assert (await site.one.join(wish(await finished_account(site.two, 8)))).result is JoinResult.FULL
    removal = await site.stalled(site.one.remove(registration.registration_id))
    assert (await given(site.one, wish(budi))).seat == 1
    assert await removal == [True]
    assert (await site.one.join(wish(await finished_account(site.two, 9)))).result is JoinResult.FULL
    last = await finished_account(site.two, 10)
    before = len(site.commits[0].operations)
    assert (await site.one.join(wish(last))).result is JoinResult.FULL
    assert len(site.commits[0].operations) == before


class Door:
    """A porter without a store: what a look finds is said, and what the writer says is noted.

    Args:
        rows: of the wave, as a shared look finds them; a look of its own finds nobody.
    """

    def __init__(self, *rows: Sequence[Any]) -> None:
        self.rows = rows
        self.asked: list[Question[Any]] = []
        self.attempts = Attempts()
        self.meanwhile: Callable[[], None] = lambda: None
        clock = SetClock()
        self.porter = Porter(self._ask, clock, Looks(self._ask, clock, 9), self.attempts)

    async def _ask(self, question: Question[Any]) -> Any:  # noqa: ANN401 - whatever is asked for
        self.asked.append(question)
        self.meanwhile()
        return question.answer(self.rows if "VALUES" in question.statement.sql else [])

    async def told(self, result: JoinResult | BaseException) -> JoinResult:
        """Join as `ana`, where the writer gives or raises something."""

        async def joined(wished: JoinRequest) -> JoinOutcome:
            """Say it."""
            assert wished.account_id in self.attempts
            if isinstance(result, BaseException):
                raise result
            return JoinOutcome(result=result)

        return (await self.porter.join(wish("ana"), joined)).result


def row(quota: int, registrations: int = 0, oddities: int = 0) -> Sequence[Any]:
    """Give what a shared look finds of `ana`, in a wave with so many seats, none of which is taken."""
    return ("ana", "nik", "+62", registrations, quota, None, None, 0, oddities)


async def test_one_look_is_enough_for_whom_there_may_be_a_seat() -> None:
    """So it is for whoever has a registration; what is not usual takes a second one."""
    for found, looks in ((row(1), 1), (row(0, registrations=1), 1), (row(0, oddities=1), 2)):
        door = Door(found)
        assert await door.told(JoinResult.FULL) is JoinResult.FULL
        assert door.asked == []
        assert await door.told(JoinResult.NO_ACCOUNT) is JoinResult.NO_ACCOUNT
        assert len(door.asked) == looks
    door = Door(row(0))
    assert await door.told(JoinResult.FULL) is JoinResult.FULL
    assert await door.told(JoinResult.NO_ACCOUNT) is JoinResult.FULL


async def test_who_has_gone_to_the_writer_during_a_look_is_sent_after() -> None:
    """What the look says may be from before."""
    door = Door(row(0))
    assert await door.told(JoinResult.FULL) is JoinResult.FULL
    door.meanwhile = lambda: door.attempts.begin("ana")
    assert await door.told(JoinResult.REPLAYED) is JoinResult.REPLAYED


async def test_a_wish_of_which_nobody_knows_what_became_stays_with_the_writer() -> None:
    """One that certainly was not done does not, and one that was done does not."""
    results: Sequence[tuple[JoinResult | BaseException, bool]] = (
        (JoinResult.GIVEN, False),
        (StoreError("too many", certain=True), False),
        (StoreError("no answer", certain=False), True),
        (asyncio.CancelledError(), True),
    )
    for result, stays in results:
        door = Door(row(0))
        if isinstance(result, BaseException):
            with pytest.raises(type(result)):
                await door.told(result)
        else:
            await door.told(result)
        assert ("ana" in door.attempts) is stays
