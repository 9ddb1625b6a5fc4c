"""Claims about the desk: each button does one thing, and nothing where it makes no sense."""

from pathlib import Path

import pytest

from siaga.record.hand import BEGIN, HEAL, HandOrder
from tests.crowd.live.played import Played, run_at


def test_each_button_does_one_thing(tmp_path: Path) -> None:
    """Who stops a run is noted before it stops; the kill file is made in the run folder."""
    played = Played(folder=run_at(tmp_path / "run"), may_start=True)
    for button in ("start", "stop", "kill"):
        played.desk().press(button)
    assert played.done == ["start", "by hand", "stop"]
    assert played.folder is not None
    assert played.folder.kill_file.exists()


def test_a_button_that_makes_no_sense_does_nothing() -> None:
    """No second run is started beside the first, and none that is not there is killed."""
    played = Played()
    for button in ("start", "kill"):
        played.desk().press(button)
    assert played.done == []


def test_faults_are_named_as_the_scenario_plans_them(tmp_path: Path) -> None:
    """Where there is a run, and somebody who injects them."""
    played = Played(folder=run_at(tmp_path / "run"))
    assert played.desk().faults == (
        "none of site, planned at 3 s",
        "kill of worker, planned at evening",
    )
    played.harms = False
    assert played.desk().faults == ()
    assert Played().desk().faults == ()


def test_what_is_ordered_by_hand_is_written_for_the_injector(tmp_path: Path) -> None:
    """In the order in which it was ordered."""
    played = Played(folder=run_at(tmp_path / "run"))
    played.desk().harm(1, BEGIN)
    played.desk().harm(1, HEAL)
    assert played.folder is not None
    assert list(HandOrder.all_of(played.folder.hand_orders)) == [
        HandOrder(fault=1, does=BEGIN),
        HandOrder(fault=1, does=HEAL),
    ]


@pytest.mark.parametrize(("fault", "does"), [(2, BEGIN), (-1, BEGIN), (0, "stop")])
def test_what_nobody_can_do_is_not_ordered(tmp_path: Path, fault: int, does: str) -> None:
    """It is refused, and nothing is written."""
    played = Played(folder=run_at(tmp_path / "run"))
    with pytest.raises(ValueError, match=r"fault|does"):
        played.desk().harm(fault, does)
    assert played.folder is not None
    assert not played.folder.hand_orders.exists()
