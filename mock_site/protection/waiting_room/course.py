"""The Course of a rate that is found by trying: where it is, and where it goes from there.

A window that is probed for, after V. Jacobson, Congestion avoidance and control, SIGCOMM 1988: where it
is too much it falls by a factor, once it is calm it goes back quickly to somewhat less than what was too
much, and from there it rises slowly. It rises by a factor and not by a step, as in T. Kelly, Scalable
TCP, ACM SIGCOMM Computer Communication Review 33 (2), 2003, since nobody knows beforehand how large a
step is, and there is but one rate, which need not be fair to others.

People who were let in ask for much more later on. So what was too much stays so for a while whatever is
done: the rate falls no farther while it gets better, and rests between two falls; and what is too much
again before it has been calm for several rests is the same overload, of which the rate keeps the same.
"""

from dataclasses import dataclass, replace

CALM_STRAIN = 0.3
"""Below it is calm; between it and 1 a rate goes no farther than to what it keeps."""
BETTER_RATIO = 0.9
"""It gets better where the strain is less than this share of the last one."""
FALL_RATIO = 0.7
KEPT_RATIO = 0.8
"""Of the rate that was too much, what it goes back to quickly."""
BACK_PER_S = 1.1
"""By which a rate is multiplied a second on its quick way."""
RISE_PER_S = 1.0025
"""Likewise on its slow one: in 90 s as much as what was kept is below what was too much."""
REST_S = 4.0
"""Between two falls."""
CALM_REST_S = 5 * REST_S
"""After so much calm an overload is over, and what is too much next is another one."""


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
        is_over: whether it was too much, and has not been calm for long since.
        rests_until_s: until when it falls no farther.
        calm_since_s: since when it is calm; 0: it is not.
    """

    rate: float
    kept: float = 0.0
    strain: float = 0.0
    is_over: bool = False
    rests_until_s: float = 0.0
    calm_since_s: float = 0.0

    def next(
        self, strain: float, now_s: float, bounds: Bounds, *, over_s: float, binds: bool
    ) -> "Course":
        """Give where it goes.

        Args:
            strain: of the time that is judged; at 1 it stays as it is.
            now_s: at the end of which.
            bounds: that it keeps within, whatever it is.
            over_s: how long that was, above 0.
            binds: whether more people would come in if it were higher; else nobody knows what they
                would do to the site, and it does not rise.
        """
        here = replace(self, rate=bounds.within(self.rate), strain=strain)
        if strain > 1:
            return _fallen(here, self.strain, now_s, bounds)
        if strain == 1:
            return replace(here, calm_since_s=0.0)
        here = _calmed(here, now_s, over_s) if strain < CALM_STRAIN else replace(here, calm_since_s=0.0)
        return replace(here, rate=_risen(here, over_s, bounds)) if binds else here


def _calmed(course: Course, now_s: float, over_s: float) -> Course:
    since_s = course.calm_since_s or now_s - over_s
    is_over = course.is_over and now_s - since_s < CALM_REST_S
    return replace(course, is_over=is_over, calm_since_s=since_s)


def _fallen(course: Course, strain_before: float, now_s: float, bounds: Bounds) -> Course:
    kept = course.kept
    if not course.is_over or course.rate >= kept:
        kept = bounds.within(KEPT_RATIO * max(course.rate, kept))
    over = replace(course, is_over=True, kept=kept, calm_since_s=0.0)
    if now_s < course.rests_until_s or course.strain < BETTER_RATIO * strain_before:
        return over
    return replace(over, rate=bounds.within(FALL_RATIO * course.rate), rests_until_s=now_s + REST_S)


def _risen(course: Course, over_s: float, bounds: Bounds) -> float:
    """Give a rate after a time that was not too much: where that was not calm it goes but back."""
    is_calm = course.strain < CALM_STRAIN
    is_quick = is_calm and not course.is_over and (course.rate < course.kept or not course.kept)
    risen = course.rate * (BACK_PER_S if is_quick else RISE_PER_S) ** over_s
    if course.rate < course.kept:
        risen = min(risen, course.kept)
    elif not is_calm:
        risen = course.rate
    return bounds.within(risen)
