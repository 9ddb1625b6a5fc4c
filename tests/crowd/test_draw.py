"""Claims about the seeded randomness of a visitor."""

import statistics
import subprocess
import sys

import pytest

from siaga.crowd.draw import Draw


def test_a_named_draw_does_not_depend_on_the_draws_before_it() -> None:
    """The same purpose gives the same number, however much was drawn before."""
    fresh, used = Draw(7, 42), Draw(7, 42)
    for _ in range(10):
        used.lognormal(1.0, 0.5)
    assert fresh.uniform("funnel joined") == used.uniform("funnel joined")


def test_another_process_with_another_hash_seed_draws_the_same() -> None:
    """A draw is the same on every machine."""
    code = "from siaga.crowd.draw import Draw; print(Draw(7, 42).uniform('x'), Draw(7, 42).token('x'))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "99"},
    )
    assert told.stdout.split() == [str(Draw(7, 42).uniform("x")), Draw(7, 42).token("x")]


def test_draws_are_spread_evenly() -> None:
    """Of 20,000 visitors, each tenth of the range gets its share within four deviations."""
    drawn = [Draw(1, index).uniform("x") for index in range(20_000)]
    tenths = [sum(1 for one in drawn if tenth <= one * 10 < tenth + 1) for tenth in range(10)]
    assert all(abs(count - 2_000) < 4 * 42.4 for count in tenths)


def test_the_median_of_lognormal_pauses_is_the_one_asked_for() -> None:
    """Half of the pauses are shorter than the median, within a twentieth."""
    drawn = [Draw(3, index).lognormal(20.0, 0.5) for index in range(5_000)]
    assert statistics.median(drawn) == pytest.approx(20.0, rel=0.05)


def test_successive_pauses_of_a_visitor_differ() -> None:
    """A visitor does not think equally long each time."""
    draw = Draw(3, 1)
    assert len({draw.lognormal(20.0, 0.5) for _ in range(50)}) == 50


def test_tokens_of_visitors_and_purposes_differ() -> None:
    """No two promises share a key."""
    tokens = {Draw(1, index).token(purpose) for index in range(500) for purpose in "ab"}
    assert len(tokens) == 1_000


@pytest.mark.parametrize(("median", "sigma"), [(0.0, 0.5), (-1.0, 0.5), (1.0, -0.1)])
def test_a_bad_pause_is_refused(median: float, sigma: float) -> None:
    """A median that is not above 0 and a negative sigma are errors."""
    with pytest.raises(ValueError, match="lognormal: median"):
        Draw(1, 1).lognormal(median, sigma)


def test_a_named_log_normal_number_is_always_the_same() -> None:
    """And takes none from those that follow one another."""
    fresh, used = Draw(7, 42), Draw(7, 42)
    assert len({used.lognormal(10.0, 0.5, "return 1") for _ in range(3)}) == 1
    assert used.lognormal(10.0, 0.5) == fresh.lognormal(10.0, 0.5)
