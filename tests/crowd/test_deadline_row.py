"""Claims about a row of deadlines: one timer interrupts each greenlet in its turn, and nobody else."""

import gevent
import pytest

from siaga.crowd.deadline import DeadlineError
from siaga.crowd.deadline_row import DeadlineRow


def test_a_greenlet_that_waits_too_long_is_interrupted() -> None:
    """Wherever it waits."""
    DeadlineRow(0.02).start()
    with pytest.raises(DeadlineError):
        gevent.sleep(5)


def test_a_deadline_that_is_stopped_interrupts_nobody() -> None:
    """Nor does one that is stopped twice; the next that is started does."""
    row = DeadlineRow(0.02)
    entry = row.start()
    row.stop(entry)
    row.stop(entry)
    gevent.sleep(0.04)
    row.start()
    with pytest.raises(DeadlineError):
        gevent.sleep(5)


def test_each_is_interrupted_at_its_own_time() -> None:
    """Those that began later wait longer, also where those before them were stopped."""
    row, ended = DeadlineRow(0.05), list[str]()

    def wait(name: str, *, stops: bool) -> None:
        """Wait with a deadline, which may be stopped."""
        entry = row.start()
        if stops:
            row.stop(entry)
        try:
            gevent.sleep(0.2)
        except DeadlineError:
            ended.append(name)
        else:
            ended.append(f"{name} whole")

    waiting = []
    for name, stops in (("first", False), ("second", True), ("third", False)):
        waiting.append(gevent.spawn(wait, name, stops=stops))
        gevent.sleep(0.01)
    gevent.joinall(waiting)
    assert ended == ["first", "third", "second whole"]


def test_those_that_were_stopped_take_no_room() -> None:
    """A row is as long as the requests that are under way, not as those of the last half minute."""
    row = DeadlineRow(30)
    for _ in range(1_000):
        row.stop(row.start())
    assert len(row) == 1


@pytest.mark.parametrize("limit_s", [0.0, -1.0, float("nan")])
def test_a_deadline_has_to_be_above_zero(limit_s: float) -> None:
    """The value is told."""
    with pytest.raises(ValueError, match=f"deadline_s: is {limit_s}; it has to be above 0"):
        DeadlineRow(limit_s)
