"""A trend: the runs of one scenario in the order of their time, with what was measured of each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from siaga.report.kept_verdict import KeptObjective
from siaga.report.past_run import PastRun
from siaga.report.setting import settings

MOST_TRACKS = 12
"""How many objectives are drawn; those that decide alone come first."""

COMPARISON = re.compile(r"\s(?:<=|>=|<|>)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One objective through all runs.

    Attributes:
        id: of the objective.
        measured: what is measured, in the words of its expression.
        unit: of value, bound and limit.
        key: whether it decides alone, in the newest run that has it.
        points: one for each run; None where it was not judged.
    """

    id: str
    measured: str
    unit: str
    key: bool
    points: tuple[KeptObjective | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeover:
    """What was made otherwise between a run and the one before it.

    Attributes:
        number: by which charts name it, from 1.
        at: number of the first run after it, from 1.
        changes: what changed, a clause each: "workers: 2, then 4".
    """

    number: int
    at: int
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The runs of one scenario.

    Attributes:
        name: of the scenario.
        runs: the oldest first; at least one.
        tracks: the objectives that are drawn.
        left_out: how many more there are.
        changeovers: where something was made otherwise.
    """

    name: str
    runs: tuple[PastRun, ...]
    tracks: tuple[Track, ...]
    left_out: int
    changeovers: tuple[Changeover, ...]


def trends(runs: Iterable[PastRun]) -> tuple[Trend, ...]:
    """Give the trend of each scenario, in order of name."""
    grouped: dict[str, list[PastRun]] = {}
    for one in sorted(runs, key=lambda run: (run.name, run.at, run.place)):
        grouped.setdefault(one.name, []).append(one)
    return tuple(_trend(name, tuple(group)) for name, group in grouped.items())


def _trend(name: str, runs: tuple[PastRun, ...]) -> Trend:
    found = sorted(_tracks(runs), key=lambda one: not one.key)
    return Trend(
        name=name,
        runs=runs,
        tracks=tuple(found[:MOST_TRACKS]),
        left_out=max(len(found) - MOST_TRACKS, 0),
        changeovers=tuple(_changeovers(runs)),
    )


def _tracks(runs: Sequence[PastRun]) -> Iterator[Track]:
    """Follow each objective that decides alone, and each latency, in the order of the newest run."""
    by_run = [_judged(one) for one in runs]
    names = list(dict.fromkeys(name for judged in reversed(by_run) for name in judged))
    for name in names:
        points = tuple(judged.get(name) for judged in by_run)
        newest = next(one for one in reversed(points) if one is not None)
        if (newest.key or newest.unit == "s") and any(map(_is_known, points)):
            yield Track(id=name[0], measured=name[1], unit=newest.unit, key=newest.key, points=points)


def _is_known(point: KeptObjective | None) -> bool:
    return point is not None and (point.value is not None or point.is_never)


def _judged(run: PastRun) -> dict[tuple[str, str], KeptObjective]:
    """Give every expression that was judged, by its objective and what it measures.

    A limit may be another one in every run, and it is still the same measure.
    """
    objectives = run.verdict.objectives if run.verdict else ()
    return {
        (one.id, COMPARISON.split(told.expression)[0] or one.id): _deciding(told, one)
        for one in objectives
        for told in one.told
    }


def _deciding(told: KeptObjective, of: KeptObjective) -> KeptObjective:
    """Give an expression that decides alone where its objective does."""
    return told if told.key == of.key else told.model_copy(update={"key": of.key})


def _changeovers(runs: Sequence[PastRun]) -> Iterator[Changeover]:
    number = 0
    for at, (before, after) in enumerate(pairwise(runs), start=2):
        both = settings(before.settings, after.settings)
        changes = tuple(f"{one.name}: {one.before}, then {one.after}" for one in both if one.differs)
        if changes:
            number += 1
            yield Changeover(number=number, at=at, changes=changes)
