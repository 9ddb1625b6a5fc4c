"""Lots are drawn whole or not at all, and once, whatever ends and whenever it does."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mock_site.store.message import MessageKind
from mock_site.store.records import WaveChange
from mock_site.testing import SetClock
from tests.mock_site.store.kinds import Place, opened
from tests.mock_site.store.lots import CLOSES_S, applied, closing, due, lot, seats_on_roll, to_be_drawn
from tests.mock_site.store.test_crashes import Start, lines, start

__all__ = ["start"]
ROOT = Path(__file__).parents[3]
DRAWS, TELLS = 4, 7
"""Statements of a draw, and of telling three people."""


def killed(place: Place, statements: int, which: str) -> bool:
    """Draw or tell in a process of its own, and say whether it was killed on the way."""
    command = [sys.executable, "-m", "tests.mock_site.store.drawer", place.url]
    arguments = [str(CLOSES_S), str(statements), which]
    code = subprocess.run([*command, *arguments], cwd=ROOT, check=False, timeout=60).returncode
    assert code in (0, -signal.SIGKILL)
    return code != 0


@pytest.mark.parametrize("statements", range(DRAWS + 2))
async def test_a_draw_that_is_killed_is_not_done_and_is_done_whole_afterwards(
    place: Place, statements: int
) -> None:
    """Before each of its statements, and before the commit; what is committed is drawn for good."""
    to_be_drawn(place)
    clock = SetClock()
    async with opened(place, clock) as store:
        await closing(store, quota=3)
        made = [one.registration_id for one in await applied(store, range(7))]
    assert killed(place, statements, "draw") is (statements <= DRAWS)
    clock.now_s = CLOSES_S + 1
    async with opened(place, clock) as store:
        is_done = statements > DRAWS
        assert await seats_on_roll(store) == (due(made, 3) if is_done else {})
        assert await store.draw("1") is not is_done
        assert await seats_on_roll(store) == due(made, 3)
        state = (await store.wave_state("1")).draw
    assert state is not None
    assert (state.drawn, state.applications) == (3, 7)


@pytest.mark.parametrize("statements", [0, 1, 2, 3, TELLS, TELLS + 1])
async def test_who_is_killed_while_telling_people_has_told_nobody_twice(
    place: Place, statements: int
) -> None:
    """A message and the note that it was written are in the same transaction."""
    to_be_drawn(place)
    clock = SetClock()
    async with opened(place, clock) as store:
        await closing(store, quota=1)
        await applied(store, range(3))
        clock.now_s = CLOSES_S
        assert await store.draw("1")
    assert killed(place, statements, "tell") is (statements <= TELLS)
    async with opened(place, clock) as store:
        assert await store.tell_of_draw("1") == (3 if statements <= TELLS else 0)
        kinds = [one.kind for one in await store.unsent(clock.now_s + 1, 1_000)]
    assert kinds.count(MessageKind.SEAT) == 1
    assert kinds.count(MessageKind.NOT_DRAWN) == 2


@pytest.mark.parametrize("after", [1, 23])
async def test_two_writers_are_killed_while_people_apply(place: Place, start: Start, after: int) -> None:
    """What was acknowledged takes part; the draw is of everything that the store holds."""
    to_be_drawn(place)
    writers = [start(place, first, 2_000, "lots") for first in (0, 5_000)]
    said = [lines(writer, after) for writer in writers]
    for writer in writers:
        writer.kill()
    said = [[*some, *lines(writer, 10_000)] for some, writer in zip(said, writers, strict=True)]
    acknowledged = {line.split()[0] for some in said for line in some if not line.startswith("error")}
    assert len(acknowledged) >= 2 * after
    clock = SetClock(time.time() + 100)
    async with opened(place, clock) as store:
        change = WaveChange(quota=7, sets_closing=True, closes_at_s=clock.now_s)
        assert await store.change_wave("1", change)
        assert await store.draw("1")
        roll = [entry async for portion in store.roll() for entry in portion]
        seats, state = await seats_on_roll(store), await store.wave_state("1")
    assert acknowledged <= {one.registration_id for one in roll}
    assert len({one.person for one in roll}) == len(roll)
    assert seats == due([one.registration_id for one in roll], 7)
    assert state.draw is not None
    assert state.draw.applications == len(roll)
    assert state.draw.last_lot == max(lot(one) for one in seats)
