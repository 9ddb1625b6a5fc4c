"""Who is turned away at once is told what a look says, and whoever may have a seat is not."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from mock_site.defects import Defect
from mock_site.store.glance import glanced, nothing_at_once
from mock_site.store.look import turned_away
from mock_site.store.records import JoinOutcome, JoinResult, WaveChange
from mock_site.store.role import StoreError
from mock_site.store.situation import Situation
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import WriteProfile
from mock_site.testing import NOW_S, SetClock, finished_account
from tests.mock_site.store.kinds import SqlitePlace, opened, without_tables
from tests.mock_site.store.test_holds import wish as wish_for_a_held_one
from tests.mock_site.store.test_joins import given, wish
from tests.mock_site.store.test_porter import Site, people, site
from tests.mock_site.store.test_taking import account_before

__all__ = ["site"]
TIMES = st.none() | st.sampled_from([0.0, 1.0, 2.0])


@drawn(quota=st.integers(0, 2), opens=TIMES, closes=TIMES, highest=st.none() | st.integers(1, 3))
def test_a_glance_says_what_a_look_says(
    quota: int, opens: float | None, closes: float | None, highest: int | None
) -> None:
    """Of the same row, at the same time."""
    found = Situation(
        nik="nik",
        phone="+62",
        quota=quota,
        opens_at_s=opens,
        closes_at_s=closes,
        highest=highest or 0,
        freed=None,
        lapses_at_s=None,
        is_drawn=False,
        missing=None,
        registrations=(),
        now_s=1.0,
    )
    told = glanced(lambda _: [(quota, opens, closes, highest)], "1", "ana", 1.0)
    assert told == turned_away(wish("ana"), found, 1.0)


def test_where_there_is_no_row_nothing_is_said() -> None:
    """Nor where the store has to be waited for."""
    assert glanced(lambda _: [], "1", "ana", 1.0) is None
    assert glanced(nothing_at_once, "1", "ana", 1.0) is None


@pytest.fixture
def file(tmp_path: Any) -> SqlitePlace:  # noqa: ANN401 - pytest's path
    """Give a store that is a file, with 100 seats."""
    return SqlitePlace(tmp_path / "site.db", quota=100)


@pytest.fixture
async def pair(file: SqlitePlace, clock: SetClock) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    """Give two processes of a site."""
    async with opened(file, clock) as one, opened(file, clock) as two:
        yield one, two


async def test_what_another_process_has_done_is_seen(pair: tuple[SqlStore, SqlStore]) -> None:
    """A raised quota, a put-off closing, a seat that was given back, one that was given."""
    one, other = pair
    ana, budi, citra = [await finished_account(one, number) for number in range(3)]
    assert one.turned_away(budi, "1") is None
    await other.change_wave("1", WaveChange(quota=1))
    registration = await given(other, wish(ana))
    assert (await one.join(wish(citra))).result is JoinResult.FULL
    full = JoinOutcome(result=JoinResult.FULL)
    assert [one.turned_away(who, "1") for who in (ana, budi)] == [None, full]
    await other.change_wave("1", WaveChange(sets_closing=True, closes_at_s=NOW_S))
    closed = JoinOutcome(result=JoinResult.CLOSED, turns_at_s=NOW_S)
    assert one.turned_away(budi, "1") == closed
    await other.change_wave("1", WaveChange(quota=2, sets_closing=True, closes_at_s=NOW_S + 1))
    assert one.turned_away(budi, "1") is None
    await other.change_wave("1", WaveChange(quota=1))
    assert one.turned_away(budi, "1") == full
    await other.remove(registration.registration_id)
    assert one.turned_away(budi, "1") is None


async def test_what_is_not_usual_takes_more(pair: tuple[SqlStore, SqlStore]) -> None:
    """Nobody's account, a step to go, another wave, a seat that is held, a store in trouble."""
    one, other = pair
    ana, budi, citra = [await finished_account(one, number) for number in range(3)]
    unfinished = await account_before(one, WriteProfile, 9)
    await other.change_wave("1", WaveChange(quota=0))
    assert (await one.join(wish(ana))).result is JoinResult.FULL
    assert one.turned_away(budi, "1") is not None
    for who, wave in (("0" * 32, "1"), (unfinished, "1"), (budi, "2")):
        assert one.turned_away(who, wave) is None
    await other.change_wave("1", WaveChange(quota=1))
    await other.hold(wish_for_a_held_one(citra), 60.0)
    assert one.turned_away(budi, "1") is None


async def test_a_store_in_trouble_says_nothing(file: SqlitePlace, clock: SetClock) -> None:
    """The join itself says what is wrong."""
    async with opened(file, clock) as one:
        ana = await finished_account(one, 1)
        await one.change_wave("1", WaveChange(quota=0))
        assert (await one.join(wish(ana))).result is JoinResult.FULL
        assert one.turned_away(ana, "1") is not None
        with without_tables(file):
            assert one.turned_away(ana, "1") is None
            with pytest.raises(StoreError):
                await one.join(wish(ana))


async def test_planted_defects_have_everybody_ask(file: SqlitePlace, clock: SetClock) -> None:
    """What they do is done where seats are given."""
    async with opened(file, clock, defects=frozenset({Defect.LATE_ACCEPTANCE})) as one:
        ana = await finished_account(one, 1)
        await one.change_wave("1", WaveChange(quota=0))
        assert (await one.join(wish(ana))).result is JoinResult.FULL
        assert one.turned_away(ana, "1") is None


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_nobody_is_turned_away_while_a_seat_is_on_its_way(site: Site) -> None:
    """In whichever process; nor by one that is changing the wave."""
    ana, budi = await people(site, 2)
    more = site.one.change_wave("1", WaveChange(quota=1))
    coming = await site.stalled(more, site.one.join(wish(ana)))
    assert [one.turned_away(ana, "1") for one in (site.one, site.two)] == [None, None]
    assert site.one.turned_away(budi, "1") is None
    assert site.two.turned_away(budi, "1") == JoinOutcome(result=JoinResult.FULL)
    _, first = await coming
    assert first.result is JoinResult.GIVEN
    await asyncio.sleep(0)
    assert [one.turned_away(ana, "1") for one in (site.one, site.two)] == [None, None]
    assert site.two.turned_away(budi, "1") == JoinOutcome(result=JoinResult.FULL)
