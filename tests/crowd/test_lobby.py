"""Claims about the lobby: who is away comes back once, at its moment, unless it was dismissed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from siaga.crowd.lobby import Lobby, Stay
from siaga.crowd.visitor import Visitor


@dataclass(slots=True)
class _Day:
    """Rings when the test has it ring.

    Attributes:
        bells: by the pause that was asked for.
        back: who was told to come back.
    """

    bells: dict[float, Callable[[], object]] = field(default_factory=dict)
    back: list[Stay] = field(default_factory=list)

    def lobby(self) -> Lobby:
        """Give a lobby of that day."""
        return Lobby(self.bells.__setitem__, self.back.append)


@pytest.fixture
def day() -> _Day:
    """A day on which nobody has been away."""
    return _Day()


def _then(_me: Any) -> None:  # noqa: ANN401 - nobody comes
    """Do nothing."""


def test_whoever_is_away_is_called_at_its_moment_with_what_it_does_then(day: _Day) -> None:
    """The stay has all that is needed to go on."""
    lobby, somebody = day.lobby(), cast("Visitor", object())
    lobby.seat(somebody, 3, 7.5, _then)
    assert (len(lobby), day.back) == (1, [])
    day.bells[7.5]()
    (stay,) = day.back
    assert (stay.visitor, stay.population, stay.then) == (somebody, 3, _then)
    assert (lobby.end(stay), len(lobby)) == (True, 0)


def test_nobody_comes_back_twice(day: _Day) -> None:
    """Neither is a stay ended twice, nor is anybody told of it after its end."""
    lobby = day.lobby()
    lobby.seat(cast("Visitor", object()), 0, 1.0, _then)
    day.bells[1.0]()
    (stay,) = day.back
    assert (lobby.end(stay), lobby.end(stay)) == (True, False)
    day.bells[1.0]()
    assert day.back == [stay]


def test_whoever_was_dismissed_does_not_come_back(day: _Day) -> None:
    """Those who are away are given once; whoever goes away later is away again."""
    lobby, people = day.lobby(), [cast("Visitor", object()) for _ in range(2)]
    for pause_s, one in enumerate(people):
        lobby.seat(one, 0, float(pause_s), _then)
    assert {stay.visitor for stay in lobby.dismiss()} == set(people)
    day.bells[0.0]()
    assert (day.back, len(lobby), list(lobby.dismiss())) == ([], 0, [])
    lobby.seat(people[0], 0, 9.0, _then)
    day.bells[9.0]()
    assert len(day.back) == 1


def test_whoever_cannot_be_called_back_is_not_away() -> None:
    """It leaves as whoever's journey breaks, and once."""

    def later(_pause_s: float, _call: Callable[[], object]) -> None:
        raise OverflowError

    lobby = Lobby(later, lambda _stay: None)
    with pytest.raises(OverflowError):
        lobby.seat(cast("Visitor", object()), 0, 1.0, _then)
    assert (len(lobby), list(lobby.dismiss())) == (0, [])
