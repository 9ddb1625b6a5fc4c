"""Claims about trends: runs of one scenario in order, measures followed through them, changes marked."""

from dataclasses import replace
from pathlib import Path

from siaga.judge.verdict import ObjectiveResult, State, Verdict
from siaga.report.past_run import PastRun, past_run
from siaga.report.trend import MOST_TRACKS, Changeover, trends
from tests.report.past_runs import decided, write_run
from tests.report.verdicts import objective


def _p99(value: float | None, limit: float = 1.5, *, key: bool = True) -> ObjectiveResult:
    one = objective(
        id="quick", expression=f"p99 of join <= {limit} s", value=value, limit=limit, unit="s"
    )
    return replace(one, key=key)


def _runs(root: Path, *verdicts: Verdict | None, **changed: object) -> list[PastRun]:
    """Write a run for each verdict, a day apart, and read them back in the wrong order."""
    folders = [
        write_run(root, f"2027-01-{day:02d}", one, **changed) for day, one in enumerate(verdicts, 1)
    ]
    found = [past_run(one, root) for one in reversed(folders)]
    return [one for one in found if isinstance(one, PastRun)]


def test_runs_are_grouped_by_scenario_the_oldest_first(tmp_path: Path) -> None:
    """In order of name."""
    runs = _runs(tmp_path / "a", decided(), decided())
    others = _runs(tmp_path / "b", decided(), scenario="gate")
    told = [(one.name, [run.place for run in one.runs]) for one in trends([*runs, *others])]
    assert told == [("gate", ["2027-01-01"]), ("opening-day", ["2027-01-01", "2027-01-02"])]
    assert trends([]) == ()


def test_a_measure_is_followed_through_other_limits_and_gaps(tmp_path: Path) -> None:
    """A run without a verdict, or without that objective, leaves a gap."""
    verdicts = (
        decided(objectives=(_p99(0.4),)),
        None,
        decided(objectives=()),
        decided(objectives=(_p99(0.6, 0.5),)),
    )
    (trend,) = trends(_runs(tmp_path, *verdicts))
    (track,) = trend.tracks
    assert (track.id, track.measured, track.unit, track.key) == ("quick", "p99 of join", "s", True)
    assert [one and (one.value, one.limit) for one in track.points] == [
        (0.4, 1.5),
        None,
        None,
        (0.6, 0.5),
    ]


def test_what_is_measured_otherwise_is_another_track(tmp_path: Path) -> None:
    """Although the objective is called the same; the newest comes first."""
    p50 = replace(_p99(0.1), expression="p50 of join <= 1.5 s")
    (trend,) = trends(_runs(tmp_path, decided(objectives=(p50,)), decided(objectives=(_p99(0.4),))))
    assert [one.measured for one in trend.tracks] == ["p99 of join", "p50 of join"]


def test_key_objectives_come_first_then_latencies_and_nothing_else(tmp_path: Path) -> None:
    """An objective with several expressions has a track for each, as weighty as itself."""
    parts = tuple(
        replace(objective(id="stable", expression=text, value=1.0, limit=1.0, unit="count"), key=False)
        for text in ("min(up) >= 1", "max(busy) <= 5")
    )
    stable = replace(parts[0], expression="all of 2", key=True, parts=parts)
    errors = objective(id="errors", expression="error ratio <= 1 %", value=0.0, limit=0.01, unit="ratio")
    minor = replace(errors, key=False)
    judged = (_p99(0.4, key=False), minor, stable)
    (trend,) = trends(_runs(tmp_path, decided(objectives=judged)))
    assert [(one.measured, one.key) for one in trend.tracks] == [
        ("min(up)", True),
        ("max(busy)", True),
        ("p99 of join", False),
    ]


def test_what_was_never_measured_is_not_drawn(tmp_path: Path) -> None:
    """A chart without a point says nothing."""
    unknown = replace(_p99(None), state=State.UNKNOWN)
    (trend,) = trends(_runs(tmp_path, decided(objectives=(unknown,))))
    assert trend.tracks == ()


def test_of_very_many_objectives_it_is_told_how_many_are_left_out(tmp_path: Path) -> None:
    """The page stays readable."""
    many = tuple(replace(_p99(0.4), id=f"o{place}") for place in range(MOST_TRACKS + 3))
    (trend,) = trends(_runs(tmp_path, decided(objectives=many)))
    assert (len(trend.tracks), trend.left_out) == (MOST_TRACKS, 3)


def test_a_change_of_what_runs_are_played_with_is_marked(tmp_path: Path) -> None:
    """Before which run, what it was and what it is; the same again is no change."""
    first = _runs(tmp_path / "a", decided(), decided())
    second = [
        replace(one, at=one.at.replace(month=2))
        for one in _runs(tmp_path / "b", decided(), decided(), workers=4, versions={"siaga": "0.2.0"})
    ]
    (trend,) = trends([*second, *first])
    assert trend.changeovers == (
        Changeover(
            number=1,
            at=3,
            changes=(
                "workers: 2, then 4",
                "version of siaga: 0.1.0, then 0.2.0",
                "version of locust: 2.47.0, then none",
                "version of python: 3.11.7, then none",
            ),
        ),
    )


def test_a_measure_that_was_always_never_is_followed_too(tmp_path: Path) -> None:
    """There is no number of it, and something to be seen."""
    lost = replace(_p99(None), state=State.BROKEN, never=5, key=False)
    (trend,) = trends(_runs(tmp_path, decided(objectives=(lost,))))
    assert [one.points[0] and one.points[0].written for one in trend.tracks] == ["never"]
