"""Claims about the hunt: it ends when there is nothing to learn, when time is up, or when it is told."""

from dataclasses import dataclass, field

import pytest

from siaga.capacity.hunt import AROUND_S, Hunt, expected_s
from siaga.capacity.level import Ask, Level, Outcome, Purpose
from siaga.capacity.terms import Terms
from tests.capacity.made_up_sites import MadeUpSite


@dataclass(slots=True)
class Place:
    """Where levels take half a minute each, or more; whoever is there may leave after some.

    Attributes:
        site: what is played.
        leave_after: levels after which somebody stops a run.
        patience_s: how much longer a level takes that is too much.
        told: what the hunt said.
        now_s: the time.
    """

    site: MadeUpSite
    leave_after: int = 1000
    patience_s: float = 0.0
    told: list[Level] = field(default_factory=list)
    now_s: float = 0.0

    def __call__(self, ask: Ask, number: int) -> Level | None:
        """Play a level."""
        assert number == len(self.told) + 1
        level = self.site(ask)
        self.now_s += 30.0 if level.held else 30.0 + self.patience_s
        return None if number > self.leave_after else level

    def hunt(self, terms: Terms, *, over_after: int = 1000) -> tuple[Level, ...]:
        """Hunt here."""
        return Hunt(
            terms=terms,
            patience_s=self.patience_s,
            play=self,
            clock=lambda: self.now_s,
            over=lambda: len(self.told) >= over_after,
            tell=self.told.append,
        )()


TERMS = Terms(from_per_s=10.0, to_per_s=100.0, settle_s=5.0, hold_s=15.0, within_s=3600.0)


def test_every_level_is_told_of_as_it_was_played() -> None:
    """And all of them are given in the end."""
    place = Place(MadeUpSite(capacity_per_s=40.0))
    levels = place.hunt(TERMS)
    assert list(levels) == place.told
    assert len(levels) > 10


def test_no_level_is_begun_that_would_end_too_late() -> None:
    """Levels take 30 s; after 90 s of 119 s there is no time for another."""
    place = Place(MadeUpSite(capacity_per_s=40.0))
    terms = Terms(from_per_s=10.0, to_per_s=100.0, settle_s=5.0, hold_s=15.0, within_s=119.0)
    assert len(place.hunt(terms)) == 3
    assert place.now_s == 90.0


@pytest.mark.parametrize("within_s", range(60, 600, 20))
def test_a_first_level_that_is_too_much_ends_in_time_though_nobody_has_seen_one(within_s: int) -> None:
    """Its visitors stay as long as the scenario has patience with them."""
    place = Place(MadeUpSite(capacity_per_s=12.0), patience_s=90.0)
    terms = Terms(from_per_s=10.0, to_per_s=100.0, settle_s=5.0, hold_s=15.0, within_s=within_s)
    assert place.hunt(terms)
    assert place.now_s <= within_s


def test_the_first_level_is_played_however_little_time_there_is() -> None:
    """Else nothing would be known at all."""
    place = Place(MadeUpSite(capacity_per_s=40.0))
    assert len(place.hunt(Terms(from_per_s=10.0, to_per_s=100.0, within_s=1.0))) == 1


def test_a_search_that_somebody_ends_keeps_what_was_played() -> None:
    """In the middle of a level, which is lost, or between two."""
    assert len(Place(MadeUpSite(capacity_per_s=40.0), leave_after=2).hunt(TERMS)) == 2
    assert len(Place(MadeUpSite(capacity_per_s=40.0)).hunt(TERMS, over_after=3)) == 3


def test_a_level_is_expected_to_take_all_of_the_patience_or_as_long_as_the_slowest() -> None:
    """And around it twenty seconds, unless one has shown that it is more."""
    ask = Ask(rate_per_s=10.0, hold_s=20.0, purpose=Purpose.STEP)
    assert expected_s([], ask, TERMS, 7.0) == 25.0 + AROUND_S + 7.0
    slow = Level(ask=ask, outcome=Outcome.HELD, took_s=60.0)
    assert expected_s([slow], ask, TERMS, 7.0) == 60.0
    assert expected_s([slow], ask, TERMS, 30.0) == 75.0
