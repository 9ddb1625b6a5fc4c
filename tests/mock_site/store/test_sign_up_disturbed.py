"""What a store cannot write it says, and the same is done later as if nothing had been tried before."""

from pathlib import Path

import pytest

from mock_site.store.role import StoreError
from mock_site.testing import SetClock
from tests.mock_site.store.countdown import Countdown
from tests.mock_site.store.kinds import PostgresPlace, SqlitePlace, opened
from tests.mock_site.store.nursery import MANY, Nursery
from tests.mock_site.store.sign_up import ACTIONS, Whole, begin, give_ids, undisturbed, whole

STRIDE = 7
"""Of all places at which a connection can be cut, every so manyth is tried where there is no time."""


async def test_a_disk_that_is_full_refuses_each_action_until_it_is_not(
    tmp_path: Path, nursery: Nursery
) -> None:
    """Whatever is to be written; then it is done."""
    held = await undisturbed(SqlitePlace(tmp_path / "undisturbed.db", quota=100))
    place = SqlitePlace(tmp_path / "full.db", quota=100)
    await begin(place)
    said = nursery.bear("full-disk", place.url).said
    assert [name for name, _ in said] == [name for name in ACTIONS for _ in range(2)]
    assert {answer for _, answer in said[::2]} <= {"certain", "unknown"}
    assert not {answer for _, answer in said[1::2]} & {"certain", "unknown"}
    async with opened(place, SetClock()) as store:
        assert await whole(store) == held[-1]


async def test_a_database_that_is_gone_refuses_each_action_until_it_is_back(
    database: PostgresPlace,
) -> None:
    """For certain, as it was never told; then it is done."""
    database.empty(quota=100)
    held = await undisturbed(database)
    database.empty(quota=100)
    await begin(database)
    async with opened(database, SetClock()) as store:
        give_ids(store, "new")
        for action in ACTIONS.values():
            with database.gone(), pytest.raises(StoreError) as caught:
                await action(store)
            assert caught.value.certain
            await action(store)
        assert await whole(store) == held[-1]


async def _cut_at_every(stride: int, database: PostgresPlace, monkeypatch: pytest.MonkeyPatch) -> int:
    """Sign up again and again while a connection is cut; give how many actions failed."""
    database.empty(quota=100)
    held = await undisturbed(database)
    countdown = Countdown(database.cut)
    countdown.watch(monkeypatch.setattr)
    assert await _failures(database, countdown, held, MANY) == 0
    steps = MANY - (countdown.left or 0)
    assert steps > 4 * len(ACTIONS)
    return sum([await _failures(database, countdown, held, one) for one in range(0, steps, stride)])


async def _failures(database: PostgresPlace, countdown: Countdown, held: list[Whole], after: int) -> int:
    countdown.left = None
    database.empty(quota=100)
    await begin(database)
    failures = []
    async with opened(database, SetClock()) as store:
        give_ids(store, "new")
        countdown.left = after
        for done, action in enumerate(ACTIONS.values()):
            try:
                await action(store)
            except StoreError as error:
                failures.append(error)
                assert await whole(store) == held[done]
                await action(store)
        assert await whole(store) == held[-1]
    assert not [one for one in failures if one.certain]
    return len(failures)


async def test_a_connection_that_is_cut_somewhere_is_made_anew(
    database: PostgresPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun is begun again; only of a commit that is not answered nobody knows."""
    assert await _cut_at_every(STRIDE, database, monkeypatch) > 0


@pytest.mark.slow
async def test_a_connection_that_is_cut_anywhere_is_made_anew(
    database: PostgresPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before each statement; each commit fails once, and nothing else."""
    assert await _cut_at_every(1, database, monkeypatch) == len(ACTIONS)
