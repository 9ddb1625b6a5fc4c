"""Claims about the muster of a run: who plays it, how long they are awaited, who is missing."""

import pytest

from siaga.errors import UsageError
from siaga.stage.muster import ELSEWHERE_S, HERE_S, MOST, Muster
from siaga.stage.seat import Seat

START = "were awaited: start those with `siaga worker --master h:5557`"


def test_without_more_said_all_workers_are_here_and_nobody_else_reaches_the_master() -> None:
    """As it was before there were others."""
    muster = Muster.of(2, 0, "")
    assert (muster.total, muster.seat, muster.wait_s) == (2, None, HERE_S)
    assert (muster.calling, muster.warning) == ("", "")


def test_workers_elsewhere_are_added_and_awaited_longer() -> None:
    """Somebody may have to start them first, and is told where they have to come."""
    muster = Muster.of(0, 3, "192.0.2.10")
    assert (muster.total, muster.seat) == (3, Seat(host="192.0.2.10"))
    assert muster.wait_s == ELSEWHERE_S > HERE_S
    assert muster.calling == "; waits 300 s at most for 3 workers elsewhere at 192.0.2.10:5557"


@pytest.mark.parametrize(
    ("here", "elsewhere", "bind", "why"),
    [
        (0, 0, "", "workers: 0 here and 0 elsewhere; 1 to 1000 together are allowed"),
        (-1, 2, "h", "workers: -1 here and 2 elsewhere"),
        (2, -1, "h", "workers: 2 here and -1 elsewhere"),
        (MOST, 1, "h", "workers: 1000 here and 1 elsewhere"),
        (1, 2, "", "--workers-elsewhere 2: nobody elsewhere reaches 127.0.0.1"),
        (1, 2, "h:x", "--bind 'h:x': port 'x': is no number"),
    ],
)
def test_a_run_that_nobody_could_play_is_refused(here: int, elsewhere: int, bind: str, why: str) -> None:
    """With what is wrong and what is allowed."""
    with pytest.raises(UsageError) as told:
        Muster.of(here, elsewhere, bind)
    assert str(told.value).startswith(why)


def test_whoever_opens_the_master_to_others_is_warned() -> None:
    """Not of this machine alone, although a port is said."""
    assert Muster.of(1, 1, "127.0.0.1:6000").warning == ""
    warning = Muster.of(2, 0, "192.0.2.10").warning
    assert warning.startswith("--bind 192.0.2.10:5557: the master listens there without a password")


@pytest.mark.parametrize(
    ("muster", "came", "said"),
    [
        (Muster.of(1, 2, "h"), ("a", "b", "b"), ""),
        (Muster.of(2, 0, ""), ("a", "a", "a"), ""),
        (
            Muster.of(1, 2, "h"),
            ("b", "a"),
            f"workers: 2 of 3 came (1 of a, 1 of b); 1 of this machine and 2 of others {START}",
        ),
        (Muster.of(2, 0, ""), (), "workers: 0 of 2 came (none); 2 of this machine were awaited"),
    ],
)
def test_who_is_missing_is_said(muster: Muster, came: tuple[str, ...], said: str) -> None:
    """By the machines of those who came, and how the others would come."""
    assert muster.missing(came) == said
