"""Claims about the latencies of two runs: what is found, what is left to chance and to the generator."""

from dataclasses import replace

import numpy as np
import pytest

from siaga.judge.comparison_blocks import quantiles
from siaga.judge.comparison_latency import latencies
from siaga.judge.counts import Counts
from siaga.record.pool import highest_s
from tests.judge.two_runs import answers, joins, measure, pair, played, spread_s

USUAL = played(joins(0.1))


def test_a_run_is_the_same_as_itself() -> None:
    """In every quantile."""
    assert answers(USUAL, USUAL) == {
        "goodput": "same",
        "dropped arrivals": "same",
        "error ratio of join": "same",
        "p50 of join": "same",
        "p95 of join": "same",
        "p99 of join": "same",
    }


@pytest.mark.parametrize("quantile", ["p50", "p95", "p99"])
def test_a_join_that_takes_twenty_percent_longer_is_worse_and_the_other_way_round_better(
    quantile: str,
) -> None:
    """With the values of both and the change as a share of the first."""
    slower = played(joins(0.12))
    found = measure(USUAL, slower, f"{quantile} of join")
    assert (found.answer.value, found.unit) == ("worse", "s")
    assert found.change == pytest.approx(0.2, abs=0.003)
    assert found.smallest == pytest.approx(0.1)
    assert found.before == pytest.approx((found.after or 0) / 1.2, rel=0.003)
    assert measure(slower, USUAL, f"{quantile} of join").answer.value == "better"


@pytest.mark.parametrize(
    ("medians_s", "least", "answer"),
    [
        ((0.1, 0.108), {}, "same"),
        ((0.1, 0.108), {"change": 0.01}, "worse"),
        ((0.1, 0.12), {"change": 0.5}, "same"),
        ((0.1, 0.15), {"change": 1.0}, "same"),
        ((0.01, 0.014), {}, "same"),
        ((0.01, 0.014), {"latency": 0.001}, "worse"),
        ((0.004, 0.001), {}, "same"),
    ],
)
def test_a_difference_matters_only_from_a_share_and_from_a_time_on(
    medians_s: tuple[float, float], least: dict[str, float], answer: str
) -> None:
    """4 ms more than 10 ms are 40 % and nobody feels them; nothing can be 5 ms faster than 4 ms."""
    before, after = (played(joins(one)) for one in medians_s)
    assert answers(before, after, **least)["p50 of join"] == answer


def test_what_the_generator_was_late_itself_is_not_the_sites() -> None:
    """A loop that lagged by 30 ms in every second explains 20 ms, in whichever run it was."""
    slower, late = played(joins(0.12)), played(joins(0.12), lag_s=0.03)
    assert answers(USUAL, slower)["p50 of join"] == "worse"
    assert answers(played(joins(0.1), lag_s=0.03), slower)["p50 of join"] == "unknown"
    found = measure(USUAL, late, "p50 of join")
    assert found.answer.value == "unknown"
    assert found.smallest == pytest.approx(0.1)
    assert found.beyond == pytest.approx(0.3, abs=0.003)
    assert found.text.endswith("10 % matters, and 30.2 % may be the generator's own lag.")
    assert answers(USUAL, played(joins(0.1), lag_s=0.03))["p50 of join"] == "same"
    assert answers(USUAL, played(joins(0.15), lag_s=0.03))["p50 of join"] == "worse"


def test_a_run_whose_workers_counted_nothing_was_not_late() -> None:
    """Its latencies can be there all the same."""
    one = next(latencies(pair(replace(USUAL, counts=Counts([])), USUAL), "join"))
    assert one.change is not None
    assert one.change.worse_beyond == one.change.worse_from


def test_seconds_that_differ_among_themselves_leave_a_difference_to_chance() -> None:
    """Two runs whose seconds are anything between 50 and 200 ms do not differ by 20 %."""
    wild = [0.05, 0.2, 0.08, 0.13, 0.06, 0.18, 0.1, 0.09, 0.15, 0.07]
    before, after = played(joins(*wild, *wild)), played(joins(*wild[::-1], *(1.4 * one for one in wild)))
    found = measure(before, after, "p50 of join")
    assert found.answer.value == "unknown"
    assert (found.low or 0) < 0 < (found.smallest or 0) < (found.high or 0)


def test_what_the_day_does_to_both_runs_is_no_chance() -> None:
    """A rush in the same seconds of both, and 20 % on top of it."""
    rush = [0.05] * 8 + [0.4] * 4 + [0.05]
    before, after = played(joins(*rush)), played(joins(*(1.2 * one for one in rush)))
    assert answers(before, after)["p50 of join"] == "worse"


@pytest.mark.parametrize(
    ("of", "known"),
    [(49, {"p50", "p95"}), (50, {"p50", "p95", "p99"}), (1, {"p50"}), (10, {"p50", "p95"})],
)
def test_a_quantile_needs_ten_samples_beyond_it_in_each_run(of: int, known: set[str]) -> None:
    """1,000 for a p99, 200 for a p95, 20 for a median; here in twenty seconds."""
    few = played({"join": [spread_s(0.1, of)] * 20})
    for before, after in ((few, USUAL), (USUAL, few)):
        decided = {
            name for name in ("p50", "p95", "p99")
            if measure(before, after, f"{name} of join").change is not None
        }  # fmt: skip
        assert decided == known
    if "p99" not in known:
        text = measure(few, USUAL, "p99 of join").text
        assert f"a run has {20 * of} samples of it, and 1,000 are needed." in text


def test_a_step_that_only_one_run_knows_is_unknown() -> None:
    """It is told with the value that there is."""
    other = played({"join": [spread_s(0.1)] * 20, "queue": [spread_s(0.1)] * 20})
    found = measure(USUAL, other, "p50 of queue")
    assert (found.before, found.answer.value) == (None, "unknown")
    assert found.text.startswith(
        "p50 of queue: unknown in the baseline, 99.3 ms now: a run has 0 samples"
    )


def test_a_step_of_few_seconds_says_nothing_of_chance() -> None:
    """However many samples there were in them."""
    short: dict[str, list[list[float]]] = {"join": [spread_s(0.1, 900)] * 4 + [[]] * 16}
    found = measure(played(short), played(short), "p50 of join")
    assert found.text.endswith("it was seen in 4 seconds, and 5 are needed.")
    enough: dict[str, list[list[float]]] = {"join": [spread_s(0.1, 900)] * 5 + [[]] * 15}
    assert measure(played(enough), played(enough), "p50 of join").answer.value == "same"


def test_a_step_was_seen_where_any_of_its_own_samples_were() -> None:
    """Also where all of them failed, or as many as succeeded; those of other steps are none of it."""
    steps = {"join": [spread_s(0.1)] * 20, "queue": [spread_s(0.1)] * 4 + [[]] * 16}
    run = played(steps, failed=[100, 50, 50, 50, 100, 0])
    found = measure(run, run, "p50 of queue")
    assert found.text.endswith("it was seen in 4 seconds, and 5 are needed.")


def test_samples_of_a_single_second_say_nothing_of_chance() -> None:
    """Of one second in the one run, and of another in the other, though more were counted."""
    alone: list[dict[str, list[list[float]]]] = [
        {"join": [[]] * at + [spread_s(0.1, 2000)] + [[]] * (19 - at)} for at in (0, 1)
    ]
    runs = [replace(USUAL, latencies=played(one).latencies) for one in alone]
    one = next(latencies(pair(*runs), "join"))
    assert (one.change, one.why) == (None, "its samples are of too few seconds")


def test_the_error_is_that_of_the_draws_and_half_as_much_again() -> None:
    """Runs differ by more than their seconds do; as many seconds as there are, less one, are free."""
    runs = played(joins(0.1, 0.12, 0.09, 0.1)), played(joins(0.09, 0.1, 0.11, 0.1))
    one = next(latencies(pair(*runs), "join"))
    assert (one.id, one.kind, one.unit, one.why) == ("p50 of join", "latency", "s", "")
    found = one.change
    counts = [
        np.array([one.latencies.pool("join", [second]).counts for second in range(20)]) for one in runs
    ]
    first, second = (np.log(quantiles(one, highest_s(), 0.5)) for one in counts)
    expected = np.std(second - first) * np.sqrt(20 / 19) * 1.5
    assert found is not None
    assert found.error == pytest.approx(expected)
    assert found.freedom == 19
