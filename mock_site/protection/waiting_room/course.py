"""The Course of a rate that is found by trying: where it is, and where it goes from there.

A window that is probed for, after V. Jacobson, Congestion avoidance and control, SIGCOMM 1988: where it
is too much it falls by a factor, once it is calm it goes back quickly to somewhat less than what was too
much, and from there it rises slowly. It rises by a factor and not by a step, as in T. Kelly, Scalable
TCP, ACM SIGCOMM Computer Communication Review 33 (2), 2003, since nobody knows beforehand how large a
step is, and there is but one rate, which need not be fair to others.

People who were let in ask for much more later on. So what was too much stays so for a while whatever is
done: the rate falls no farther while it gets better, and rests between two falls.
"""

from dataclasses import dataclass, replace

CALM_STRAIN = 0.3
"""Below it is calm; between it and 1 the rate stays as it is."""
BETTER_RATIO = 0.9
"""It gets better where the strain is less than this share of the last one."""
FALL_RATIO = 0.7
KEPT_RATIO = 0.8
"""Of the rate that was too much, what it goes back to quickly."""
BACK_RATIO = 1.2
RISE_RATIO = 1.005
REST_S = 4.0
"""Between two falls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between which a rate is, in people per second.

    Attributes:
        least: above 0.
        most: as much or more.
    """

    least: float
    most: float

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.most:
            raise ValueError(
                f"least, most: are {self.least:g}, {self.most:g}; above 0, and in this order"
            )

    def within(self, rate: float) -> float:
        """Give a rate, or the bound that it is beyond."""
        return min(max(rate, self.least), self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where a rate is.

    Attributes:
        rate: people per second.
        kept: what it goes back to quickly, people per second; 0: it has never fallen.
        strain: when it was last judged, 0 or more; above 1 it is too much.
        is_over: whether it was too much, and has not been calm since.
        rests_until_s: until when it falls no farther.
    """

    rate: float
    kept: float = 0.0
    strain: float = 0.0
    is_over: bool = False
    rests_until_s: float = 0.0

    def next(self, strain: float, now_s: float, bounds: Bounds, *, binds: bool) -> "Course":
        """Give where it goes.

        Args:
            strain: of now.
            now_s: at which.
            bounds: that it keeps within, whatever it is.
            binds: whether more people would come in if it were higher; else nobody knows what they
                would do to the site, and it does not rise.
        """
        here = replace(self, rate=bounds.within(self.rate), strain=strain)
        if strain > 1:
            return _fallen(here, self.strain, now_s, bounds)
        if strain < CALM_STRAIN:
            return replace(here, is_over=False, rate=_risen(here, bounds) if binds else here.rate)
        return here


def _fallen(course: Course, strain_before: float, now_s: float, bounds: Bounds) -> Course:
    kept = course.kept
    if not course.is_over:
        kept = bounds.within(KEPT_RATIO * max(course.rate, kept))
    over = replace(course, is_over=True, kept=kept)
    if now_s < course.rests_until_s or course.strain < BETTER_RATIO * strain_before:
        return over
    return replace(over, rate=bounds.within(FALL_RATIO * course.rate), rests_until_s=now_s + REST_S)


def _risen(course: Course, bounds: Bounds) -> float:
    if not course.kept:
        return bounds.within(BACK_RATIO * course.rate)
    if course.rate < course.kept:
        return bounds.within(min(BACK_RATIO * course.rate, course.kept))
    return bounds.within(RISE_RATIO * course.rate)
