"""What was acknowledged of a story is there, and the rest whole or not at all, wherever it is killed."""

from collections.abc import Callable, Sequence
from itertools import count, pairwise
from pathlib import Path

import pytest

from mock_site.testing import NOW_S, SetClock
from tests.mock_site.store.kinds import Place, PostgresPlace, SqlitePlace, opened
from tests.mock_site.store.nursery import MANY, STORIES, Nursery
from tests.mock_site.store.story import Story, Whole, give_ids, whole

STRIDE = 11
"""Of all places at which a story can be killed, every so manyth is tried where there is no time."""

New = Callable[[], Place]


@pytest.fixture(params=["sqlite", "postgresql"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> New:
    """Give a function that makes a new store of either kind with a hundred seats."""
    if request.param == "sqlite":
        numbers = count()
        return lambda: SqlitePlace(tmp_path / f"{next(numbers)}.db", quota=100)
    database: PostgresPlace = request.getfixturevalue("database")

    def emptied() -> Place:
        """Empty the one that there is."""
        database.empty(quota=100)
        return database

    return emptied


async def ahead(
    story: Story, place: Place, said: Sequence[tuple[str, str]], held: Sequence[Whole]
) -> int:
    """Check what a store holds by what was acknowledged, and that it can all be done again.

    Gives how many actions it holds that were not acknowledged, 0 or 1.
    """
    acknowledged = len(said)
    async with opened(place, SetClock(NOW_S + 10.0)) as store:
        give_ids(store, "again")
        done = held[acknowledged : acknowledged + 2].index(await whole(store))
        again = await story.answers(store)
        assert again[:acknowledged] == [*said]
        await story.check(store)
        assert await story.answers(store) == again
        await story.check(store)
    return done


async def _killed_at_every(stride: int, name: str, new: New, nursery: Nursery) -> list[int]:
    """Kill a story again and again; give for each whether the store was ahead of what was said."""
    story = STORIES[name]
    held = await story.told(new())
    assert all(before != after for before, after in pairwise(held))
    place = new()
    await story.begin(place)
    *said, (_, left) = nursery.bear(name, place.url).said
    assert await ahead(story, place, said, held) == 0
    steps = MANY - int(left)
    assert steps > 4 * len(story.actions)
    found = []
    for killed_after in range(0, steps, stride):
        place = new()
        await story.begin(place)
        life = nursery.bear(name, place.url, killed_after)
        assert life.is_killed
        found.append(await ahead(story, place, life.said, held))
    return found


@pytest.mark.parametrize("name", STORIES)
async def test_a_story_that_is_killed_somewhere_goes_on_where_it_was(
    name: str, new: New, nursery: Nursery
) -> None:
    """Every so manyth statement: what was acknowledged is there, and is answered alike when repeated."""
    assert await _killed_at_every(STRIDE, name, new, nursery)


@pytest.mark.slow
@pytest.mark.parametrize("name", STORIES)
async def test_a_story_that_is_killed_anywhere_goes_on_where_it_was(
    name: str, new: New, nursery: Nursery
) -> None:
    """Before each of its statements, each commit and each acknowledgement."""
    found = await _killed_at_every(1, name, new, nursery)
    assert sum(found) == len(STORIES[name].actions)
