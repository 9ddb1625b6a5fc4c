"""Whoever owes for too long is told of once, and a process that stood still counts no time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.patience import Patience


def test_whoever_owes_for_as_many_looks_is_told_of_once() -> None:
    """Neither before nor again."""
    patience: Patience[str] = Patience(3)
    patience.owes("a")
    assert [patience.look() for _ in range(4)] == [[], [], ["a"], []]


def test_whoever_owes_already_gets_no_more_time_for_another_drip() -> None:
    """Else one byte a second would do for ever."""
    patience: Patience[str] = Patience(2)
    found = []
    for _ in range(2):
        patience.owes("a")
        found += patience.look()
    assert found == ["a"]


def test_whoever_has_paid_is_never_told_of() -> None:
    """And may owe anew."""
    patience: Patience[str] = Patience(1)
    patience.owes("a")
    patience.paid("a")
    patience.paid("b")
    assert (patience.look(), len(patience)) == ([], 0)
    patience.owes("a")
    assert patience.look() == ["a"]


@given(st.integers(1, 5), st.lists(st.lists(st.integers(0, 3), unique=True), max_size=20))
def test_everybody_is_told_of_after_as_many_looks_whoever_else_owes(
    looks: int, rounds: list[list[int]]
) -> None:
    """Those who began first come first."""
    patience: Patience[int] = Patience(looks)
    since: dict[int, int] = {}
    for number, owing in enumerate(rounds):
        for one in owing:
            patience.owes(one)
            since.setdefault(one, number)
        due = [one for one, begun in since.items() if number + 1 - begun >= looks]
        assert patience.look() == due
        for one in due:
            del since[one]
        assert len(patience) == len(since)


def test_no_patience_at_all_is_refused() -> None:
    """Nobody could pay."""
    with pytest.raises(ValueError, match=r"^looks: is 0; it must be 1 or more$"):
        Patience(0)
