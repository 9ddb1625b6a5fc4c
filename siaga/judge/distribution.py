"""The Distribution of what chance does, from scipy.special: what share lies below, and below what.

Of scipy the functions alone: `scipy.stats` has the same under other names, and takes a second to import.
These take a third of one, and every process that knows the judge would wait for it, of which few judge.
The normal distribution, which is asked most, is Python's own.
"""

from statistics import NormalDist
from typing import Any


def _special() -> Any:  # noqa: ANN401 - a module without types
    from scipy import special  # noqa: PLC0415 - as above

    return special


def normal_quantile(share: float) -> float:
    """Give below what a share of the normal distribution lies, in standard deviations."""
    return NormalDist().inv_cdf(share)


def binomial_share(number: int, of: int, ratio: float) -> float:
    """Give how likely a binomial number of so many does not exceed a number."""
    return float(_special().bdtr(number, of, ratio))


def binomial_quantile(share: float, of: int, ratio: float) -> float:
    """Give what a binomial number of so many does not exceed with a probability; no whole number."""
    return float(_special().bdtrik(share, of, ratio))


def gamma_quantile(share: float, shape: float) -> float:
    """Give below what a share of the gamma distribution of scale 1 lies."""
    return float(_special().gammaincinv(shape, share))


def student_share(deviation: float, freedom: float) -> float:
    """Give which share of Student's t lies below a deviation, in standard errors."""
    return float(_special().stdtr(freedom, deviation))


def student_quantile(share: float, freedom: float) -> float:
    """Give below what a share of Student's t lies, in standard errors."""
    return float(_special().stdtrit(freedom, share))
