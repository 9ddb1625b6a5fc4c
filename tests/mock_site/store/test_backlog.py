"""The backlog lets so many writes wait and no more, and tells them what became of them."""

import pytest

from mock_site.store.backlog import Backlog
from mock_site.store.role import StoreError
from mock_site.store.statement import Written
from tests.mock_site.store.kinds import Letters
from tests.mock_site.store.numbers import put


async def test_whoever_leaves_makes_room() -> None:
    """Two may wait, the third is refused for certain, and may come in when one has gone."""
    backlog = Backlog(2, Letters())
    backlog.is_open = True
    first, _ = backlog.enter(put(1)), backlog.enter(put(2))
    with pytest.raises(StoreError, match=r"^no more writes may wait now$") as caught:
        backlog.enter(put(3))
    assert caught.value.certain
    first.written = Written(1)
    backlog.leave([first])
    assert await first.future == 1
    backlog.enter(put(3))


async def test_nothing_is_taken_in_before_the_beginning_and_after_the_end() -> None:
    """A write that nobody would do is refused for certain."""
    with pytest.raises(StoreError, match=r"^the site is stopping$") as caught:
        Backlog(2, Letters()).enter(put(1))
    assert caught.value.certain
