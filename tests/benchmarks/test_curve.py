"""Claims about the curve of a cost: what grows faster than visitors is found, and nothing else."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.benchmarks.conftest import Script

SIZES = (1_000, 10_000, 100_000, 1_000_000)
FIXED_S, EACH_S = 0.7, 1e-4

Cost = Callable[[int], float]
Curved = Callable[..., Any]


@pytest.fixture
def curve(script: Script) -> Curved:
    """Make the curve of a cost at the usual sizes, each measured in some rounds."""
    made = script("curve")

    def drawn(cost: Cost, *noises: float, sizes: tuple[int, ...] = SIZES) -> Any:  # noqa: ANN401
        """Draw it."""
        rounds = noises or (0.0,)
        points = [made.Point(visitors=n, costs=tuple(cost(n) + one for one in rounds)) for n in sizes]
        return made.Curve(name="CPU", unit="s", points=points)

    return drawn


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fixed=st.floats(0, 1e3), each=st.floats(1e-6, 1.0))
def test_a_cost_with_a_fixed_part_is_linear_however_large_that_is(
    curve: Curved, fixed: float, each: float
) -> None:
    """It is taken away: what is left is the same for each visitor."""
    linear = curve(lambda n: fixed + each * n)
    assert linear.problem() == ""
    assert [linear.part(place) for place in (1, 2, 3)] == pytest.approx([each] * 3, rel=1e-3)


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (lambda n: FIXED_S + EACH_S * n + 1e-9 * n * n, "+81% a visitor from 10,000 to 100,000"),
        (lambda n: FIXED_S + EACH_S * n + 1e-10 * n * n, "+82% a visitor from 100,000 to 1,000,000"),
        (lambda n: FIXED_S + EACH_S * n * math.log(n), "a visitor from 10,000 to 100,000"),
        (lambda n: FIXED_S + 1e-6 * n**1.1, "a visitor from 10,000 to 100,000"),
        (lambda n: 100.0 if n < SIZES[-1] else 200.0, "from nothing a visitor from 100,000"),
    ],
    ids=["quadratic", "quadratic-late", "n-log-n", "power", "all-at-once"],
)
def test_what_grows_faster_than_visitors_is_told_of_with_its_place(
    curve: Curved, cost: Cost, said: str
) -> None:
    """Also where a small size is too small for it to show."""
    problem = curve(cost).problem()
    assert said in problem
    assert problem.endswith("; +10% is the target.")


@pytest.mark.parametrize(
    "cost",
    [
        lambda n: FIXED_S + EACH_S * n,
        lambda n: FIXED_S + EACH_S * n * (1.04 if n > 10_000 else 1.0),
        lambda n: FIXED_S + EACH_S * n**0.9,
        lambda n: 50.0 + 0.001 * math.sqrt(n),
        lambda _n: 50.0,
    ],
    ids=["linear", "within", "less", "flat", "the-same"],
)
def test_what_grows_as_visitors_do_or_less_has_no_problem(curve: Curved, cost: Cost) -> None:
    """And what does not grow at all."""
    assert curve(cost).problem() == ""


def test_growth_in_steps_that_are_each_small_enough_is_found_over_all_of_them(curve: Curved) -> None:
    """Eight percent more at each size is a sixth more at the largest than at the second smallest."""

    def cost(n: int) -> float:
        """Take a visitor 8 % longer with each ten times as many."""
        return float(EACH_S * n * 1.08 ** math.log10(n / SIZES[0]))

    assert curve(cost).problem() == ("CPU: +16% a visitor from 10,000 to 1,000,000; +10% is the target.")
    assert curve(cost, sizes=SIZES[:3]).problem() == ""
    assert curve(cost, 0.0, 0.4).problem() == ""


def test_noise_at_small_sizes_neither_hides_growth_nor_is_taken_for_it(curve: Curved) -> None:
    """At the largest size it has to be known which it is; before, the fixed part may hide all others."""

    def cost(n: int) -> float:
        """Have the second size look cheaper than it is."""
        return FIXED_S + EACH_S * n - (0.3 if n == SIZES[1] else 0.0)

    assert curve(cost).problem().startswith("CPU: +50% a visitor from 10,000 to 100,000; ")
    assert curve(cost, 0.0, 0.4).problem() == ""
    doubtful = curve(cost, 0.0, 0.4, sizes=SIZES[:3]).problem()
    assert doubtful.endswith(", which its rounds differ by; nothing is known.")
    assert curve(lambda n: cost(n) + 1e-9 * n * n, 0.0, 0.4).problem().endswith("is the target.")


def test_a_table_has_the_cost_and_the_part_of_a_visitor(curve: Curved) -> None:
    """In seconds, and in millionths of them; with how much more it is than at the size before."""
    told = curve(lambda n: FIXED_S + EACH_S * n + 1e-10 * n * n, 0.0, 0.1)
    assert [told.cells(place) for place in range(4)] == [
        ("0.800", "-"),
        ("1.710", "101.1"),
        ("11.700", "110.1 (+9%)"),
        ("200.700", "200.1 (+82%)"),
    ]


@pytest.mark.parametrize("sizes", [(1_000, 10_000), (1_000, 10_000, 10_000), ()])
def test_too_few_sizes_to_compare_are_refused(curve: Curved, sizes: tuple[int, ...]) -> None:
    """Of two there is one part, and nothing that it could be larger than."""
    with pytest.raises(ValueError, match="three that grow are allowed"):
        curve(lambda n: n * EACH_S, sizes=sizes)
