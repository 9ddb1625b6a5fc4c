"""Claims about the ranking: what came to its limit at the lowest load stands first."""

from dataclasses import replace

from siaga.capacity.level import Level, Outcome, Purpose
from siaga.capacity.ranking import ranking, saturated_first
from siaga.capacity.reading import Reading
from tests.capacity.made_up_sites import level


def read(one: Level, **used: float) -> Level:
    """Give a level with readings."""
    readings = tuple(Reading(name=name, value=it, limit=1.0, text="") for name, it in used.items())
    return replace(one, readings=readings)


def test_what_came_to_its_limit_first_stands_first() -> None:
    """Then what came later, then the fullest of the rest."""
    levels = [
        read(level(10.0, Outcome.HELD), cpu=0.3, pool=0.5, registry=0.9, lag=0.1),
        read(level(20.0, Outcome.HELD), cpu=0.6, pool=1.0, registry=1.0, lag=0.1),
        read(level(15.0, Outcome.HELD), cpu=0.5, pool=0.6, registry=1.0, lag=0.1),
    ]
    assert [one.name for one in ranking(levels)] == ["registry", "pool", "cpu", "lag"]
    first = saturated_first(levels)
    assert first is not None
    assert (first.name, first.limit_at_per_s, first.most_used) == ("registry", 15.0, 1.0)
    assert [rate_per_s for rate_per_s, _reading in first.points] == [10.0, 15.0, 20.0]


def test_what_has_no_limit_that_is_known_stands_last_and_is_never_first_to_be_full() -> None:
    """Though its number is larger than any."""
    cores = Reading(name="cores", value=15.0, limit=None, text="")
    levels = [
        replace(one, readings=(cores, *one.readings))
        for one in (read(level(10.0, Outcome.HELD), lag=0.1), read(level(20.0, Outcome.BROKEN), lag=0.2))
    ]
    lag, last = ranking(levels)
    assert (lag.name, lag.has_limit, last.name, last.has_limit) == ("lag", True, "cores", False)
    assert (last.limit_at_per_s, last.most_used) == (None, 0.0)
    assert saturated_first(levels) is None


def test_one_full_moment_below_is_no_limit() -> None:
    """It has to stay full in most levels from there on."""
    levels = [
        read(level(10.0, Outcome.HELD), cpu=1.0),
        read(level(15.0, Outcome.HELD), cpu=0.4),
        read(level(20.0, Outcome.BROKEN), cpu=0.5),
        read(level(30.0, Outcome.BROKEN), cpu=1.0),
    ]
    (only,) = ranking(levels)
    assert only.limit_at_per_s == 30.0


def test_a_cool_down_says_nothing_of_its_own_load() -> None:
    """And a site that tells nothing ran out of nothing that is known."""
    hot = read(level(10.0, Outcome.BROKEN, Purpose.COOL_DOWN), cpu=1.0)
    assert ranking([hot]) == ()
    assert saturated_first([read(level(10.0, Outcome.HELD), cpu=0.2), hot]) is None
