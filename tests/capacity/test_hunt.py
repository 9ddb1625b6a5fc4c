"""Claims about the hunt: it ends when there is nothing to learn, when time is up, or when it is told."""

from dataclasses import dataclass, field

from siaga.capacity.hunt import AROUND_S, Hunt, expected_s
from siaga.capacity.level import Ask, Level, Outcome, Purpose
from siaga.capacity.terms import Terms
from tests.capacity.made_up_sites import MadeUpSite


@dataclass(slots=True)
class Place:
    """Where levels take half a minute each; whoever is there may leave after some.

    Attributes:
        site: what is played.
        leave_after: levels after which somebody stops a run.
        told: what the hunt said.
        now_s: the time.
    """

    site: MadeUpSite
    leave_after: int = 1000
    told: list[Level] = field(default_factory=list)
    now_s: float = 0.0

    def __call__(self, ask: Ask, number: int) -> Level | None:
        """Play a level."""
        assert number == len(self.told) + 1
        self.now_s += 30.0
        return None if number > self.leave_after else self.site(ask)

    def hunt(self, terms: Terms, *, over_after: int = 1000) -> tuple[Level, ...]:
        """Hunt here."""
        return Hunt(
            terms=terms,
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


def test_the_first_level_is_played_however_little_time_there_is() -> None:
    """Else nothing would be known at all."""
    place = Place(MadeUpSite(capacity_per_s=40.0))
    assert len(place.hunt(Terms(from_per_s=10.0, to_per_s=100.0, within_s=1.0))) == 1


def test_a_search_that_somebody_ends_keeps_what_was_played() -> None:
    """In the middle of a level, which is lost, or between two."""
    assert len(Place(MadeUpSite(capacity_per_s=40.0), leave_after=2).hunt(TERMS)) == 2
    assert len(Place(MadeUpSite(capacity_per_s=40.0)).hunt(TERMS, over_after=3)) == 3


def test_a_level_is_expected_to_take_as_long_around_it_as_the_slowest() -> None:
    """Before the first one, twenty seconds."""
    ask = Ask(rate_per_s=10.0, hold_s=20.0, purpose=Purpose.STEP)
    assert expected_s([], ask, TERMS) == 25.0 + AROUND_S
    slow = Level(ask=ask, outcome=Outcome.HELD, took_s=60.0)
    assert expected_s([slow], ask, TERMS) == 60.0
