"""The board shows the same to all processes, and changes whole or not at all."""

import asyncio
from pathlib import Path

import pytest

from mock_site.harm.board import Board, Notice
from mock_site.harm.conditions import Clock, SiteConditions
from mock_site.pages.refusals import Refusal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a board that nobody has written on."""
    return tmp_path / "site.harm"


def test_what_one_process_changes_another_sees_when_it_looks(path: Path) -> None:
    """And it is told once."""
    one, other = Board(path), Board(path)
    told: list[Notice] = []
    other.tell(told.append)
    one.change({"clock": {"skew_s": 60}})
    assert (other.refresh(), other.refresh()) == (True, False)
    assert other.conditions == SiteConditions(clock=Clock(skew_s=60.0))
    assert told == [Notice(), other.notice]


def test_a_process_that_is_started_later_finds_the_board_as_it_is(path: Path) -> None:
    """So harm outlives a worker that is killed."""
    Board(path).change({"telemetry": {"gap": True}})
    assert Board(path).conditions.telemetry.gap


def test_changes_of_several_processes_add_up(path: Path) -> None:
    """Each begins with what stands there, not with what it has seen."""
    one, other = Board(path), Board(path)
    one.change({"clock": {"skew_s": 60}})
    other.change({"capacity": {"ratio": 0.5}})
    other.order_flush()
    one.order_flush()
    one.order_loss()
    notice = Board(path).notice
    assert (notice.conditions.clock.skew_s, notice.conditions.capacity.ratio) == (60, 0.5)
    assert (notice.cache_flushes, notice.session_losses) == (2, 1)


def test_a_wrong_change_leaves_the_board_alone(path: Path) -> None:
    """Also where another part of it was right."""
    board = Board(path)
    board.change({"clock": {"skew_s": 60}})
    with pytest.raises(Refusal):
        board.change({"clock": {"skew_s": 1}, "surprise": 1})
    assert Board(path).conditions.clock.skew_s == 60


def test_a_site_that_is_started_anew_suffers_from_nothing(path: Path) -> None:
    """But log-ins that were lost stay so: a session of before must not come to life again."""
    board = Board(path)
    board.change({"clock": {"skew_s": 60}})
    board.order_loss()
    board.note_power_loss(100)
    board.note_power_loss(20)
    notice = Board(path).notice
    assert (notice.power_losses, notice.lost_bytes) == (2, 120)
    board.heal()
    assert Board(path).notice == Notice(session_losses=1)


def test_a_board_that_makes_no_sense_is_an_empty_one(path: Path) -> None:
    """It may be of another version; it is written anew."""
    path.write_text('{"conditions": {"weather": 1}}')
    assert Board(path).notice == Notice()
    Board(path).heal()
    assert Notice.loads(path.read_text()) == Notice()


@pytest.mark.looptime
async def test_a_process_looks_often_enough(path: Path) -> None:
    """A change is seen within half a second."""
    board = Board(path)
    task = asyncio.create_task(board.watch())
    await asyncio.sleep(0)
    Board(path).change({"clock": {"skew_s": 60}})
    await asyncio.sleep(0.5)
    assert board.conditions.clock.skew_s == 60
    task.cancel()
