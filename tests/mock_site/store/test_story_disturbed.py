"""What a store cannot write it says, and the same is done later as if nothing had been tried before."""

from pathlib import Path

import pytest

from mock_site.store.role import StoreError
from mock_site.testing import SetClock
from tests.mock_site.store.countdown import Countdown
from tests.mock_site.store.kinds import PostgresPlace, SqlitePlace, opened
from tests.mock_site.store.nursery import FULL_DISK, MANY, STORIES, Nursery
from tests.mock_site.store.story import Story, Whole, give_ids, whole

STRIDE = 11
"""Of all places at which a connection can be cut, every so manyth is tried where there is no time."""

every_story = pytest.mark.parametrize("name", STORIES)


@every_story
async def test_a_disk_that_is_full_refuses_each_action_until_it_is_not(
    name: str, tmp_path: Path, nursery: Nursery
) -> None:
    """Whatever is to be written; then it is done."""
    story = STORIES[name]
    held = await story.told(SqlitePlace(tmp_path / "undisturbed.db", quota=100))
    place = SqlitePlace(tmp_path / "full.db", quota=100)
    await story.begin(place)
    said = nursery.bear(FULL_DISK + name, place.url).said
    assert [action for action, _ in said] == [action for action in story.actions for _ in range(2)]
    assert {answer for _, answer in said[::2]} <= {"certain", "unknown"}
    assert not {answer for _, answer in said[1::2]} & {"certain", "unknown"}
    async with opened(place, SetClock()) as store:
        assert await whole(store) == held[-1]


@every_story
async def test_a_database_that_is_gone_refuses_each_action_until_it_is_back(
    name: str, database: PostgresPlace
) -> None:
    """For certain, as it was never told; then it is done."""
    story = STORIES[name]
    database.empty(quota=100)
    held = await story.told(database)
    database.empty(quota=100)
    await story.begin(database)
    async with opened(database, SetClock()) as store:
        give_ids(store, "new")
        for action in story.actions.values():
            with database.gone(), pytest.raises(StoreError) as caught:
                await action(store)
            assert caught.value.certain
            await action(store)
        assert await whole(store) == held[-1]


class Cutting:
    """A story that is told again and again while a connection is cut.

    Args:
        story: that is told.
        database: at which.
        put: puts something in the place of a function.
    """

    def __init__(self, story: Story, database: PostgresPlace, put: pytest.MonkeyPatch) -> None:
        self._story = story
        self._database = database
        self._countdown = Countdown(database.cut)
        self._countdown.watch(put.setattr)

    async def failures(self, stride: int) -> int:
        """Cut before every so manyth statement, and give how many actions failed by that."""
        self._database.empty(quota=100)
        held = await self._story.told(self._database)
        assert await self._failed(MANY, held) == 0
        steps = MANY - (self._countdown.left or 0)
        assert steps > 4 * len(self._story.actions)
        return sum([await self._failed(after, held) for after in range(0, steps, stride)])

    async def _failed(self, after: int, held: list[Whole]) -> int:
        """Cut one connection; give how many actions failed."""
        self._countdown.left = None
        self._database.empty(quota=100)
        await self._story.begin(self._database)
        failures = []
        async with opened(self._database, SetClock()) as store:
            give_ids(store, "new")
            self._countdown.left = after
            for done, action in enumerate(self._story.actions.values()):
                try:
                    await action(store)
                except StoreError as error:
                    failures.append(error)
                    assert await whole(store) == held[done]
                    await action(store)
            assert await whole(store) == held[-1]
        assert not [one for one in failures if one.certain]
        return len(failures)


@every_story
async def test_a_connection_that_is_cut_somewhere_is_made_anew(
    name: str, database: PostgresPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun is begun again; only of a commit that is not answered nobody knows."""
    story = STORIES[name]
    assert await Cutting(story, database, monkeypatch).failures(STRIDE) <= len(story.actions)


@pytest.mark.slow
@every_story
async def test_a_connection_that_is_cut_anywhere_is_made_anew(
    name: str, database: PostgresPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before each statement; each commit fails once, and nothing else."""
    story = STORIES[name]
    assert await Cutting(story, database, monkeypatch).failures(1) == len(story.actions)
