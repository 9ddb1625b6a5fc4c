r"""The Universal Scalability Law (Gunther 1993): what gets done when so much is asked at once.

    X(N) = g N / (1 + s (N - 1) + k N (N - 1))

    N  how much is asked at once: requests under way, or processes
    X  what gets done per second
    g  what one alone gets done per second
    s  contention, the share that only one can do at a time: above 0 there is a ceiling
    k  coherence, what all have to agree on with each other: above 0 more gets less done

N / X is a polynomial in N, a + b N + c N^2. What is fitted is its coefficients: they are never
negative, and a law with such coefficients makes sense at any N.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from siaga.scenario.curve import Floats

PARAMETERS = 3

NONE = 1e-9
"""A coefficient that is smaller than this share of all at the largest load is taken for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One law.

    Attributes:
        alone: a, seconds that one takes alone and shares with nobody.
        shared: b, seconds for each that is asked, which only one has at a time.
        agreed: c, seconds for each pair.
    """

    alone: float
    shared: float
    agreed: float

    def __post_init__(self) -> None:
        """Refuse coefficients that no system has."""
        given = (self.alone, self.shared, self.agreed)
        if not all(np.isfinite(given)) or min(given) < 0 or sum(given) <= 0:
            raise ValueError(f"law: {given} are no times; 0 or more each, above 0 together, is allowed")

    @property
    def rate_per_s(self) -> float:
        """What one alone gets done per second, g."""
        return 1 / (self.alone + self.shared + self.agreed)

    @property
    def contention(self) -> float:
        """The share that only one can do at a time, s, 0 to 1."""
        return (self.shared + self.agreed) * self.rate_per_s

    @property
    def coherence(self) -> float:
        """What each pair has to agree on, k, 0 or more."""
        return self.agreed * self.rate_per_s

    @property
    def ceiling_per_s(self) -> float:
        """The most that gets done per second, 1 / (b + 2 sqrt(a c)); infinite where nothing bends."""
        under = self.shared + 2 * float(np.sqrt(self.alone * self.agreed))
        return 1 / under if under else float("inf")

    def per_s(self, load: Floats) -> Floats:
        """Give what gets done per second at loads above 0."""
        done: Floats = load / (self.alone + self.shared * load + self.agreed * load**2)
        return done

    def load_for(self, per_s: float) -> float:
        """Give the smallest load at which so much gets done per second; infinite where none does it."""
        if per_s > self.ceiling_per_s:
            return float("inf")
        # The smaller root of c X N^2 - (1 - b X) N + a X, written without cancellation.
        free = 1 - self.shared * per_s
        root = np.sqrt(max(free**2 - 4 * self.agreed * self.alone * per_s**2, 0.0))
        return float(2 * self.alone * per_s / (free + root)) if free + root else float("inf")


def fitted(load: Floats, per_s: Floats, weight: Floats) -> Law:
    """Fit a law to what was measured, by least squares of relative errors (trust region, scipy).

    Args:
        load: shape (n,), above 0.
        per_s: what got done at each, shape (n,), above 0.
        weight: how much each counts, shape (n,), above 0.
    """
    powers, seconds, root = _powers(load), load / per_s, np.sqrt(weight)
    scale = root / seconds
    first = optimize.nnls((powers * scale).T, seconds * scale)[0]
    goal, unit = np.log(seconds), float(first.sum())
    # The trust region wants to begin inside its bounds, and coefficients of one size.
    found = optimize.least_squares(
        lambda parts: root * (np.log(parts @ powers * unit) - goal),
        np.maximum(first / unit, NONE),
        jac=lambda parts: (root * powers / (parts @ powers)).T,
        bounds=(0.0, np.inf),
    ).x
    return _law(np.where(found > NONE * found.sum(), found, 0.0) * unit, load)


def fitted_near(law: Law, load: Floats, errors: Floats, weight: Floats) -> Law:
    """Fit a law to what is a little off another one: one step of Gauss and Newton from there.

    Args:
        law: the other one.
        load: shape (n,), above 0.
        errors: logarithms of what gets done by what the other law says, shape (n,).
        weight: how much each counts, shape (n,), above 0.
    """
    scale = np.sqrt(weight) * law.per_s(load) / load
    found = optimize.nnls((_powers(load) * scale).T, np.sqrt(weight) * (1 - errors))[0]
    return _law(found, load)


def leverage(law: Law, load: Floats, weight: Floats) -> Floats:
    """Give how much of its own error each point takes away by drawing the law to itself, 0 to 1."""
    slopes = (_powers(load) * np.sqrt(weight) * law.per_s(load) / load).T
    rows, sizes, _columns = np.linalg.svd(slopes, full_matrices=False)
    drawn: Floats = (rows[:, sizes > sizes[0] * NONE] ** 2).sum(axis=1)
    return drawn


def _powers(load: Floats) -> Floats:
    """Give 1, N and N^2 at each load, the largest of which counts as 1, so that all are of one size."""
    share = load / load.max()
    return np.stack([np.ones_like(share), share, share**2])


def _law(parts: Floats, load: Floats) -> Law:
    alone, shared, agreed = parts / load.max() ** np.arange(PARAMETERS)
    return Law(alone=float(alone), shared=float(shared), agreed=float(agreed))
