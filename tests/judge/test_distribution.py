"""Distributions of chance, each against a table or the sum that it stands for."""

import math
import subprocess
import sys

import pytest

from siaga.judge.distribution import (
    binomial_quantile,
    binomial_share,
    gamma_quantile,
    normal_quantile,
    student_quantile,
    student_share,
)


def test_quantiles_are_those_of_the_tables() -> None:
    """One-sided 95 %: of the normal distribution, of Student's t with five degrees of freedom."""
    assert normal_quantile(0.95) == pytest.approx(1.644854, abs=1e-6)
    assert student_quantile(0.95, 5) == pytest.approx(2.015048, abs=1e-6)
    assert student_share(2.015048, 5) == pytest.approx(0.95, abs=1e-6)


def test_a_gamma_of_shape_one_is_exponential() -> None:
    """The share p of it lies below -ln(1 - p)."""
    assert gamma_quantile(0.95, 1) == pytest.approx(-math.log(0.05))


def test_a_binomial_share_is_the_sum_of_its_terms_and_its_quantile_goes_back() -> None:
    """At most 1 of 3 with a probability of a half: 1/8 + 3/8."""
    assert binomial_share(1, 3, 0.5) == pytest.approx(0.5)
    assert binomial_quantile(0.5, 3, 0.5) == pytest.approx(1.0)


def test_who_knows_the_judge_does_not_wait_for_scipy_until_somebody_judges() -> None:
    """It is loaded when it is first asked."""
    said = "import sys, siaga.judge.confidence as one; assert 'scipy' not in sys.modules; "
    asked = "one.rate_bound(1, 1.0, upper=True); assert 'scipy' in sys.modules"
    subprocess.run([sys.executable, "-c", said + asked], check=True)
