"""Claims about a reading: how much of a limit was used, and when nothing was left."""

import pytest

from siaga.capacity.reading import Reading


@pytest.mark.parametrize(("value", "at_limit"), [(0.94, False), (0.95, True), (1.4, True)])
def test_a_limit_is_reached_when_almost_all_of_it_was_used(value: float, *, at_limit: bool) -> None:
    """A mean over seconds hides the moments at it."""
    one = Reading(name="CPU", value=value * 2, limit=2.0, text="")
    assert (one.used, one.is_at_limit) == (value, at_limit)


def test_what_has_a_limit_that_nobody_knows_is_never_at_it() -> None:
    """However much of it was used."""
    one = Reading(name="CPU", value=15.9, limit=None, text="")
    assert (one.used, one.is_at_limit) == (None, False)


def test_a_limit_of_nothing_is_refused() -> None:
    """Nothing could be said of how much of it was used."""
    with pytest.raises(ValueError, match=r"CPU: a limit of 0\.0; above 0 is allowed"):
        Reading(name="CPU", value=1.0, limit=0.0, text="")
