"""Claims about progress: what it says of hand-made runs, number by number."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from siaga.errors import UsageError
from siaga.observe.progress import AFTER, Progress, ProgressView
from siaga.record.latency import Interval, LatencyLog, never
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally

Begins = Callable[[], None]
Counted = Callable[[int, Tally], None]
Timed = Callable[..., None]
Scraped = Callable[[float, float | None], None]

T0_S = 1_700_000_000.0
WORKERS: Any = {"workers": 2, "workers_planned": 2, "loop_lag_s": 0.3, "cpu_ratio": 0.7}


def _at(run_s: float) -> Callable[[], float]:
    return lambda: T0_S + run_s


def test_a_run_is_told_whole(
    folder: RunFolder, begins: Begins, counted: Counted, timed: Timed, scraped: Scraped
) -> None:
    """Every number of the view comes from what workers, plan, scenario and site wrote."""
    begins()
    for second in range(8):
        for rank in (0, 1):
            counted(
                rank,
                Tally(
                    second=second,
                    arrived=1,
                    dropped=rank,
                    active=3 + rank,
                    sent=second,
                    steps={"home": StepCount(good=3), "join": StepCount(failed=rank)},
                    lateness_s=0.3 * rank,
                    cpu_ratio=0.7,
                ),
            )
    timed(0, 6, "home", [0.1] * 98)
    timed(1, 7, "join", [0.5] * 2)
    scraped(6.0, 42.0)
    view = Progress(folder, _at(8.25)).now()
    assert view == ProgressView(
        phase="doors",
        elapsed_s=8.25,
        remaining_s=11.75,
        planned=100,
        arrived=16,
        dropped=8,
        active=7,
        requests_per_s=2 * (3 + 4 + 5 + 6 + 7) / 5,
        p99_s=pytest.approx(0.5, rel=0.001),  # type: ignore[arg-type]
        failed=8,
        failed_ratio=8 / 56,
        seats_left=42.0,
        due=34,
        **WORKERS,
    )


def test_who_was_never_served_is_slower_than_everybody(
    folder: RunFolder, begins: Begins, timed: Timed
) -> None:
    """One of fifty makes p99 infinite, of the run as of the second; one of two hundred does not."""
    begins()
    timed(0, 6, "home", [0.1] * 49)
    log = LatencyLog(folder.latency(1), T0_S)
    log.append(Interval(second=6, step="home", intended=True, latencies=never(1)))
    log.flush()
    progress = Progress(folder, _at(8.25))
    assert (progress.now().p99_s, progress.p99_at(6)) == (math.inf, math.inf)
    timed(0, 7, "home", [0.1] * 150)
    assert progress.now().p99_s == pytest.approx(0.1, rel=0.001)
    log.close()


def test_of_a_stock_locust_file_it_is_said_that_nobody_plans_its_visitors(
    folder: RunFolder, begins: Begins
) -> None:
    """Whoever shows the run speaks of no arrivals then."""
    begins()
    assert Progress(folder, _at(3)).now().closed is False
    text = folder.scenario.read_text(encoding="utf-8")
    day = yaml.safe_load(text)
    day["traffic"] = {
        "closed": {"visitors": 2, "spawn-rate": "1/s"},
        "phases": [{"name": "a", "for": "20 s"}],
    }
    folder.scenario.write_text(yaml.safe_dump(day), encoding="utf-8")
    assert Progress(folder, _at(3)).now().closed is True


def test_before_the_first_phase_nothing_is_known(folder: RunFolder, begins: Begins) -> None:
    """No plan, no tallies, no scrape: zeros, and unknowns are None."""
    begins()
    folder.plan.unlink()
    assert Progress(folder, _at(3)).now() == ProgressView(
        phase="",
        elapsed_s=0.0,
        remaining_s=20.0,
        planned=0,
        arrived=0,
        dropped=0,
        active=0,
        requests_per_s=0.0,
        p99_s=None,
        failed=0,
        failed_ratio=0.0,
        seats_left=None,
    )


@pytest.mark.parametrize(
    ("run_s", "phase", "elapsed_s", "remaining_s"),
    [
        (-2.0, "", 0.0, 20.0),
        (0.0, "before", 0.0, 20.0),
        (4.99, "before", 4.99, 15.01),
        (5.0, "doors", 5.0, 15.0),
        (15.0, "after", 15.0, 5.0),
        (20.0, AFTER, 20.0, 0.0),
        (31.5, AFTER, 31.5, 0.0),
    ],
)
def test_the_phase_is_that_of_the_clock(
    folder: RunFolder, begins: Begins, run_s: float, phase: str, elapsed_s: float, remaining_s: float
) -> None:
    """An edge belongs to the later phase; when all are over, the last visitors are waited for."""
    begins()
    view = Progress(folder, _at(run_s)).now()
    assert view.phase == phase
    assert view.elapsed_s == pytest.approx(elapsed_s, abs=1e-6)
    assert view.remaining_s == pytest.approx(remaining_s, abs=1e-6)


def test_the_rate_waits_for_the_slower_worker(
    folder: RunFolder, begins: Begins, counted: Counted
) -> None:
    """A second that only one worker has told of would halve the rate, so it does not count yet."""
    begins()
    for second in range(6):
        counted(0, Tally(second=second, sent=10))
    for second in range(5):
        counted(1, Tally(second=second, sent=10))
    progress = Progress(folder, _at(6.1))
    assert progress.now().requests_per_s == 20
    counted(1, Tally(second=5, sent=60))
    assert progress.now().requests_per_s == 30


def test_the_first_seconds_are_a_mean_over_what_there_is(
    folder: RunFolder, begins: Begins, counted: Counted
) -> None:
    """After two seconds the rate is over two seconds."""
    begins()
    counted(0, Tally(second=0, sent=10))
    counted(0, Tally(second=1, sent=20))
    assert Progress(folder, _at(2.1)).now().requests_per_s == 15


def test_the_rate_falls_when_all_workers_are_silent(
    folder: RunFolder, begins: Begins, counted: Counted
) -> None:
    """Dead workers do not go on sending: the window moves on without them, down to 0."""
    begins()
    for second in range(5):
        counted(0, Tally(second=second, sent=10))
    now_s = [5.0]
    progress = Progress(folder, lambda: T0_S + now_s[0])
    rates = []
    for now_s[0] in (5.0, 7.5, 9.5, 20.0):
        rates.append(progress.now().requests_per_s)
    assert rates == [10, 10, 6, 0]


def test_p99_forgets_what_is_older_than_ten_seconds(
    folder: RunFolder, begins: Begins, counted: Counted, timed: Timed
) -> None:
    """A slow opening does not hide that the site has recovered."""
    begins()
    counted(0, Tally(second=9))
    timed(0, 0, "home", [9.0] * 50)
    timed(0, 9, "home", [0.1] * 50)
    progress = Progress(folder, _at(10.0))
    assert progress.now().p99_s == pytest.approx(9.0, rel=0.001)
    counted(0, Tally(second=10))
    assert progress.now().p99_s == pytest.approx(0.1, rel=0.001)


def test_each_look_reads_what_is_new_only_once(
    folder: RunFolder, begins: Begins, counted: Counted
) -> None:
    """Looking often counts nothing twice."""
    begins()
    counted(0, Tally(second=0, arrived=2, steps={"home": StepCount(good=1, failed=1)}))
    progress = Progress(folder, _at(1.0))
    views = [progress.now() for _ in range(3)]
    assert {(view.arrived, view.failed, view.failed_ratio) for view in views} == {(2, 1, 0.5)}


def test_seats_are_unknown_while_the_site_cannot_be_scraped(
    folder: RunFolder, begins: Begins, scraped: Scraped
) -> None:
    """An old number is not shown as if it were today's."""
    begins()
    scraped(0, 10.0)
    progress = Progress(folder, _at(2.0))
    assert progress.now().seats_left == 10.0
    scraped(1, None)
    assert progress.now().seats_left is None


def test_a_folder_without_its_scenario_is_refused(folder: RunFolder) -> None:
    """Progress is of a run that was prepared."""
    with pytest.raises(UsageError, match="does not exist"):
        Progress(folder, _at(0.0))


def test_a_second_has_a_percentile_of_its_own_while_it_is_kept(
    folder: RunFolder, begins: Begins, counted: Counted, timed: Timed
) -> None:
    """Of the last ten seconds; of a second in which nothing ended, and of an older one, None."""
    begins()
    for second in (0, 12):
        counted(0, Tally(second=second))
    timed(0, 1, "home", [0.9])
    timed(0, 11, "home", [0.1] * 98 + [0.4] * 2)
    progress = Progress(folder, _at(13))
    progress.now()
    assert progress.settled == 12
    assert progress.p99_at(11) == pytest.approx(0.4, rel=0.001)
    assert (progress.p99_at(12), progress.p99_at(1)) == (None, None)
