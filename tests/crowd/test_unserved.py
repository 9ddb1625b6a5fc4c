"""Claims about the unserved: who was dropped waits for ever, at the step that others began with."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.recorder import Recorder
from siaga.crowd.sample import Sample
from siaga.crowd.unserved import Unserved
from siaga.judge.latencies import Latencies
from siaga.record.json_lines import JsonLines
from siaga.record.latency import LatencyLog


def _recorder(folder: Path, rank: int) -> Recorder:
    tallies = JsonLines(folder / f"worker-{rank}.jsonl")
    log = LatencyLog(folder / f"worker-{rank}.hlog", 0.0)
    return Recorder(tallies, log, lambda _samples: None)


def _fold(recorder: Recorder, second: int, *, closed: bool = False) -> None:
    recorder.fold(second, loop_lag_s=0, cpu_ratio=0, closed=closed)


def _served(recorder: Recorder, took_s: Iterable[float]) -> None:
    for one in took_s:
        recorder.began("visitors", "home")
        recorder.sample(
            Sample(
                step="home",
                method="GET",
                intended_s=0.0,
                started_s=0.0,
                ended_s=one,
                reason="",
                received_bytes=1,
                population="visitors",
            )
        )


def test_who_is_dropped_stands_at_the_step_that_the_population_begins_with() -> None:
    """In the second in which they were due; each population by itself."""
    unserved = Unserved()
    unserved.began("visitors", "home")
    unserved.began("registrants", "join")
    for population in ("visitors", "registrants", "visitors"):
        unserved.lost(population, "any")
    assert unserved.fold(3, last=False) == {(3, "home", "visitors"): 2, (3, "join", "registrants"): 1}
    assert unserved.fold(4, last=True) == {}


def test_steps_have_their_shares_of_the_dropped_as_of_those_who_began() -> None:
    """Three in four begin at home, and so would three in four of the dropped, second after second."""
    unserved = Unserved()
    for step in ("home", "home", "news", "home"):
        unserved.began("visitors", step)
    seconds = []
    for second in range(2):
        for _ in range(4):
            unserved.lost("visitors", "any")
        seconds.append(unserved.fold(second, last=False))
    assert seconds == [
        {(second, "home", "visitors"): 3, (second, "news", "visitors"): 1} for second in range(2)
    ]


@given(
    begun=st.dictionaries(st.sampled_from("abcd"), st.integers(1, 1_000), min_size=1),
    lost=st.lists(st.integers(0, 49), max_size=5),
)
def test_all_who_are_dropped_are_spread_as_those_who_began(
    begun: dict[str, int], lost: list[int]
) -> None:
    """None is lost or doubled, and no step is further off its share of them than a visitor a second."""
    unserved = Unserved()
    for step, number in begun.items():
        for _ in range(number):
            unserved.began("visitors", step)
    found = Counter[str]()
    for second, many in enumerate(lost):
        for _ in range(many):
            unserved.lost("visitors", "any")
        for (_second, step, _population), number in unserved.fold(second, last=False).items():
            found[step] += number
    every = sum(lost)
    assert found.total() == every
    for step, number in begun.items():
        assert abs(found[step] - every * number / sum(begun.values())) <= len(lost)


def test_who_is_dropped_before_anybody_began_is_kept_until_somebody_does() -> None:
    """With the second in which it was; the arrivals of others do not tell."""
    unserved = Unserved()
    unserved.lost("visitors", "any")
    unserved.began("registrants", "join")
    assert unserved.fold(0, last=False) == {}
    unserved.began("visitors", "home")
    assert unserved.fold(1, last=False) == {(0, "home", "visitors"): 1}


def test_a_population_of_which_nobody_ever_began_has_a_step_of_its_journey() -> None:
    """At the end of the run nobody may be missing."""
    unserved = Unserved()
    unserved.lost("late", "registrant")
    assert unserved.fold(0, last=False) == {}
    unserved.lost("late", "registrant")
    assert unserved.fold(1, last=True) == {
        (0, "journey-registrant", "late"): 1,
        (1, "journey-registrant", "late"): 1,
    }


def test_the_log_has_who_was_never_served_above_every_latency(tmp_path: Path) -> None:
    """Of 100 arrivals five were dropped: half take 100 ms, 95 % an hour, and p99 is never."""
    recorder = _recorder(tmp_path, 0)
    _served(recorder, [0.1] * 50 + [4_000.0] * 45)
    for _ in range(5):
        recorder.dropped("visitors", "visitor")
    _fold(recorder, 0, closed=True)
    recorder.close()
    kept = Latencies.read([tmp_path / "worker-0.hlog"])
    home = kept.pool("home", populations=("visitors",))
    assert (home.total, home.never, home.served.sum()) == (100, 5, 95)
    assert home.quantile(0.5) == pytest.approx(0.1, rel=1e-3)
    assert home.quantile(0.95) == pytest.approx(3_600.0, rel=1e-3)
    assert home.quantile(0.951) == home.quantile(0.99) == float("inf")
    assert (kept.pool("home", service=True).total, kept.pool("home", range(1, 9)).total) == (95, 0)


def test_merged_workers_equal_one(tmp_path: Path) -> None:
    """The same arrivals told to two workers and to one give the same pools, dropped ones included."""
    draws_s = np.random.default_rng(7).lognormal(-2, 1, size=(3, 2, 40)).tolist()
    recorders = [_recorder(tmp_path, rank) for rank in range(3)]
    for second, (first, other) in enumerate(draws_s):
        for recorder, took_s, lost in zip(
            recorders, (first, other, [*first, *other]), (second, 3, second + 3), strict=True
        ):
            _served(recorder, took_s)
            for _ in range(lost):
                recorder.dropped("visitors", "visitor")
            _fold(recorder, second, closed=second == 2)
    for recorder in recorders:
        recorder.close()
    paths = [tmp_path / f"worker-{rank}.hlog" for rank in range(3)]
    two, one = Latencies.read(paths[:2]), Latencies.read(paths[2:])
    for during in (None, range(1), range(1, 3)):
        assert np.array_equal(two.pool("home", during).counts, one.pool("home", during).counts)
    assert (two.pool().never, two.pool(during=range(1)).never) == (12, 3)


def test_the_last_tally_leaves_nobody_out(tmp_path: Path) -> None:
    """Of a population that never began its dropped are written when all else is."""
    recorder = _recorder(tmp_path, 0)
    recorder.dropped("late", "registrant")
    for second in (0, 1):
        _fold(recorder, second, closed=second == 1)
    recorder.close()
    kept = Latencies.read([tmp_path / "worker-0.hlog"])
    assert kept.pool("journey-registrant", range(1), populations=("late",)).never == 1
