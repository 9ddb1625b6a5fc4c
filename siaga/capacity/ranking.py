"""The Ranking of what a site ran out of: first what came to its limit at the lowest load."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siaga.capacity.level import Level
from siaga.capacity.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One thing that can run out, over all levels that were told of.

    Attributes:
        name: of it.
        points: load and reading of each level, in order of load.
    """

    name: str
    points: tuple[tuple[float, Reading], ...]

    @property
    def limit_at_per_s(self) -> float | None:
        """The lowest load from which on, in most levels, there was nothing left; None: never so."""
        for place, (rate_per_s, reading) in enumerate(self.points):
            above = [one.is_at_limit for _rate, one in self.points[place:]]
            if reading.is_at_limit and 2 * sum(above) > len(above):
                return rate_per_s
        return None

    @property
    def has_limit(self) -> bool:
        """Whether it is known how much of it there is."""
        return all(one.used is not None for _rate, one in self.points)

    @property
    def most_used(self) -> float:
        """The largest share of the limit that was used; 0 where no limit is known."""
        return max(one.used or 0.0 for _rate, one in self.points)


def ranking(levels: Sequence[Level]) -> tuple[Course, ...]:
    """Give what was told of, in the order in which it came to its limit; the fullest first of the rest.

    What has no limit that is known stands last.
    Cool-downs are left out: what a site has in hand then is of the load before.
    """
    told: dict[str, list[tuple[float, Reading]]] = {}
    for one in sorted(_told(levels), key=lambda level: level.rate_per_s):
        for reading in one.readings:
            told.setdefault(reading.name, []).append((one.rate_per_s, reading))
    courses = (Course(name=name, points=tuple(points)) for name, points in told.items())
    return tuple(sorted(courses, key=_order))


def saturated_first(levels: Sequence[Level]) -> Course | None:
    """Give what came to its limit at the lowest load; None where nothing did."""
    first = next(iter(ranking(levels)), None)
    return first if first is not None and first.limit_at_per_s is not None else None


def _told(levels: Iterable[Level]) -> list[Level]:
    return [one for one in levels if not one.is_cool_down]


def _order(course: Course) -> tuple[float, bool, float, str]:
    at_per_s = course.limit_at_per_s
    first = float("inf") if at_per_s is None else at_per_s
    return (first, not course.has_limit, -course.most_used, course.name)
