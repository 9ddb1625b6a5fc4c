"""A store keeps nothing in mind of those who have joined."""

import asyncio
import gc
import tracemalloc
from collections.abc import Iterator

import pytest

from mock_site.store.records import JoinResult
from mock_site.store.sql_store import SqlStore
from mock_site.testing import finished_account
from tests.mock_site.store.kinds import Letters
from tests.mock_site.store.test_joins import wish

JOINS = 25
MOST_BYTES = 32
"""For each who joins: to note a name takes more."""


@pytest.fixture
def traced() -> Iterator[None]:
    """Note what Python allocates."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_nothing_is_kept_of_who_has_joined(store: SqlStore, post: Letters) -> None:
    """Once statements and the like are made, as much is allocated after some have joined as before."""
    people = [await finished_account(store, number) for number in range(4 * JOINS)]
    held: list[int] = []
    for first in range(0, len(people), JOINS):
        some = people[first : first + JOINS]
        outcomes = await asyncio.gather(*(store.join(wish(one)) for one in some))
        assert {one.result for one in outcomes} == {JoinResult.GIVEN}
        # The post of the tests keeps what it was given.
        post.messages.clear()
        del outcomes
        gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])
    assert held[-1] - held[1] < 2 * JOINS * MOST_BYTES
