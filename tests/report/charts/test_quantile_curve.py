"""Claims about quantile curves: as far as samples lie beyond, and no further."""

import math

import numpy as np
import pytest

from siaga.record.pool import Pool, highest_s
from siaga.report.charts.quantile_curve import PER_DECADE, known_quantile, quantile_curve


def _pool(*latencies_s: float) -> Pool:
    counts = np.zeros(highest_s().size, dtype=np.int64)
    for one in latencies_s:
        counts[int(np.searchsorted(highest_s(), one))] += 1
    return Pool(counts=counts)


@pytest.mark.parametrize(("samples", "quantile"), [(1000, 0.999), (100, 0.99), (10, 0.9), (1, 0.0)])
def test_a_quantile_is_known_from_the_first_sample_beyond_it(samples: int, quantile: float) -> None:
    """One sample less, and it is not; the arithmetic of fractions takes none away."""
    assert known_quantile(_pool(*[0.1] * samples), quantile) == pytest.approx(0.1, rel=1e-3)
    assert known_quantile(_pool(*[0.1] * (samples - 1)), quantile) is None


def test_a_curve_has_points_at_even_steps_of_its_axis() -> None:
    """From the fastest sample on, never falling, until no sample is left."""
    curve = quantile_curve(_pool(*(one / 1000 for one in range(1, 101))))
    assert len(curve) == 2 * PER_DECADE + 1
    assert list(curve)[::PER_DECADE] == pytest.approx([0.0, 0.9, 0.99])
    assert list(curve.values()) == sorted(curve.values())
    assert curve[0.0] == pytest.approx(0.001, rel=1e-3)


def test_a_curve_ends_where_it_is_told_to() -> None:
    """An axis may be shorter; of nothing there is none."""
    assert len(quantile_curve(_pool(*[0.1] * 1000), 1)) == PER_DECADE + 1
    assert quantile_curve(_pool()) == {}


def test_a_curve_ends_with_the_last_who_was_served() -> None:
    """Of 1,000 a tenth never was: no point beyond p90, and the quantiles there are never."""
    pool = _pool(*[0.1] * 900, *[math.inf] * 100)
    curve = quantile_curve(pool)
    assert len(curve) == PER_DECADE + 1
    assert max(curve.values()) == pytest.approx(0.1, rel=1e-3)
    assert known_quantile(pool, 0.99) == math.inf
    assert quantile_curve(_pool(*[math.inf] * 10)) == {}
