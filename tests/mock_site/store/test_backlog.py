"""The backlog lets so many writes wait and no more, and tells them what became of them."""

import asyncio

import pytest

from mock_site.store.backlog import Backlog
from mock_site.store.role import NOT_IN_TIME, StoreError
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


@pytest.mark.looptime
async def test_whoever_waits_for_too_long_is_refused_for_certain_and_makes_room() -> None:
    """After its patience, no sooner; no transaction may have it any more."""
    backlog = Backlog(1, Letters(), patience_s=4.0)
    backlog.is_open = True
    pending = backlog.enter(put(1))
    await asyncio.sleep(3.9)
    assert not pending.future.done()
    await asyncio.sleep(0.2)
    with pytest.raises(StoreError, match=f"^{NOT_IN_TIME}$") as caught:
        await pending.future
    assert caught.value.certain
    assert backlog.claim([pending]) == []
    backlog.enter(put(2))


@pytest.mark.looptime
async def test_whoever_is_in_a_transaction_waits_for_its_end() -> None:
    """Nobody can say then that nothing has happened."""
    backlog = Backlog(2, Letters(), patience_s=4.0)
    backlog.is_open = True
    pending = backlog.enter(put(1))
    assert backlog.claim([pending]) == [pending]
    await asyncio.sleep(9)
    pending.written = Written(1)
    backlog.leave([pending])
    assert await pending.future == 1


@pytest.mark.looptime
async def test_without_a_patience_nobody_is_refused() -> None:
    """Any wait is borne."""
    backlog = Backlog(2, Letters())
    backlog.is_open = True
    pending = backlog.enter(put(1))
    await asyncio.sleep(10_000)
    assert backlog.claim([pending]) == [pending]
