"""Claims about comparing two runs: one answer for all measures, in words, the same every time."""

import pytest

from siaga.judge.comparison import Answer, Compared
from siaga.judge.comparison_run import compare
from tests.judge.two_runs import SECONDS, changed_record, joins, pair, played, spread_s

USUAL = played(joins(0.1))


def test_runs_that_do_not_differ_are_the_same() -> None:
    """And the text says how much was looked at."""
    found = compare(pair(USUAL, changed_record(USUAL, run_id="two-runs/2")))
    assert (found.before, found.after, found.answer) == ("two-runs/1", "two-runs/2", Answer.SAME)
    assert found.text == "None of 6 measures is worse than in two-runs/1."
    assert (found.warnings, found.worse) == ((), ())


def test_a_slower_join_is_named_with_its_change() -> None:
    """Every quantile of it, and nothing else."""
    found = compare(pair(USUAL, played(joins(0.12))))
    assert found.answer is Answer.WORSE
    assert [one.id for one in found.worse] == ["p50 of join", "p95 of join", "p99 of join"]
    assert found.text.startswith(
        "3 of 6 measures are worse than in two-runs/1: p50 of join (+19.97 %), p95"
    )
    assert all(one.p is not None and one.p < 0.01 for one in found.worse)


def test_one_answer_is_told_in_a_sentence_of_its_own() -> None:
    """With both values, the bounds and what matters."""
    found = {one.id: one.text for one in compare(pair(USUAL, played(joins(0.12)))).measures}
    assert found["dropped arrivals"] == (
        "dropped arrivals: 0 % in the baseline, 0 % now, between -0.12 points and +0.12 points;"
        " less than 0.5 points does not matter."
    )
    assert found["goodput"].startswith(
        "goodput: 100 a second in the baseline, 100 a second now, between"
    )
    assert found["p50 of join"].startswith("p50 of join: 99.3 ms in the baseline, 119 ms now, +")
    assert found["p50 of join"].endswith("; 10 % matters.")


def test_a_faster_join_is_better_and_the_text_says_that_nothing_is_worse() -> None:
    """One that is better is not the same."""
    found = compare(pair(played(joins(0.12)), USUAL))
    assert (found.answer, found.worse) == (Answer.BETTER, ())
    assert found.text == "None of 6 measures is worse than in two-runs/1."


def test_the_same_runs_give_the_same_answer_to_the_last_digit() -> None:
    """Nothing is drawn anew."""
    runs = pair(USUAL, played(joins(0.1, 0.11, 0.09)))
    assert compare(runs) == compare(runs)


def test_runs_of_different_days_are_not_compared() -> None:
    """It is said why, and nothing is decided, however much they differ."""
    found = compare(pair(USUAL, changed_record(played(joins(0.5)), scale=0.5)))
    assert found.answer is Answer.UNKNOWN
    assert found.warnings == ("scale: 1 in the baseline, 0.5 now.",)
    assert {one.answer for one in found.measures} == {Answer.UNKNOWN}
    usual = "goodput: 100 a second in the baseline, 100 a second now"
    assert found.measures[0] == Compared(
        id="goodput",
        unit="per_s",
        before=100.0,
        after=100.0,
        answer=Answer.UNKNOWN,
        text=f"{usual}: the runs cannot be compared in this.",
    )
    text = "Nobody can tell whether it is worse than two-runs/1: 6 of 6 measures are open."
    assert found.text == text


def test_where_no_latency_can_be_compared_nothing_is_said_to_be_the_same() -> None:
    """Errors alone do not make a run as good as the one before; errors alone can make it worse."""
    other = changed_record(USUAL, cores=8)
    found = compare(pair(USUAL, other))
    assert found.answer is Answer.UNKNOWN
    errors = next(one for one in found.measures if one.id == "error ratio of join")
    assert errors.answer is Answer.SAME
    failing = changed_record(played(joins(0.1), failed=[9]), cores=8)
    assert compare(pair(USUAL, failing)).answer is Answer.WORSE


def test_what_could_not_be_decided_is_counted_in_the_text() -> None:
    """A step with few samples leaves its p99 open."""
    few = played({"join": [spread_s(0.1, 40)] * SECONDS}, arrived=[100])
    found = compare(pair(few, few))
    assert found.answer is Answer.SAME
    assert found.text.endswith("; 1 could not be decided.")


def test_where_most_latencies_are_open_nobody_can_tell() -> None:
    """Two of three that may be the generator's own; one of three leaves the rest the same."""
    later = {"join": [[*spread_s(0.1)[:90], *([0.24] * 10)]] * SECONDS}
    found = compare(pair(played(lag_s=0.09), played(later, lag_s=0.09)))
    assert [one.answer.value for one in found.measures[-3:]] == ["same", "unknown", "unknown"]
    assert found.answer is Answer.UNKNOWN
    later = {"join": [[*spread_s(0.1)[:98], *([0.24] * 2)]] * SECONDS}
    found = compare(pair(played(lag_s=0.09), played(later, lag_s=0.09)))
    assert [one.answer.value for one in found.measures[-3:]] == ["same", "same", "unknown"]
    assert found.answer is Answer.SAME
    assert found.text.endswith("; 1 could not be decided.")


def test_a_change_is_shown_between_its_bounds_with_what_matters() -> None:
    """A fifth less goodput, and latencies of which some may be the generator's own."""
    whole = compare(pair(USUAL, played(joins(0.12), failed=[20], lag_s=0.03)))
    assert "error ratio of join (+20 points)" in whole.text
    found = {one.id: one for one in whole.measures}
    assert ": 0 % in the baseline, 20 % now, +20 points, between +" in found["error ratio of join"].text
    goodput, p50 = found["goodput"], found["p50 of join"]
    assert goodput.change == pytest.approx(-0.2)
    assert (goodput.low or 0) < -0.2 < (goodput.high or 0) < 0
    assert (goodput.smallest, goodput.beyond) == pytest.approx((0.1, 0.1))
    assert goodput.text.startswith(
        "goodput: 100 a second in the baseline, 80 a second now, -20 %, between -"
    )
    assert goodput.text.endswith(" %; 10 % matters.")
    assert (p50.smallest, p50.beyond) == pytest.approx((0.1, 0.3), abs=0.003)
    assert p50.text.endswith(" for 10 % matters, and 30.2 % may be the generator's own lag.")


def test_where_half_of_the_errors_are_open_the_other_half_decides() -> None:
    """Of forty samples nobody can tell; of 2,000 of another step one can."""
    run = played({"join": [spread_s(0.1)] * SECONDS, "queue": [spread_s(0.1, 2)] * SECONDS})
    found = compare(pair(run, run))
    errors = [one.answer.value for one in found.measures if one.id.startswith("error ratio")]
    assert (errors, found.answer) == (["same", "unknown"], Answer.SAME)


def test_everything_that_both_runs_have_is_measured() -> None:
    """Goodput and arrivals, journeys by population, errors and latencies by step."""
    run = played(ended=[100], completed=[97])
    assert [one.id for one in compare(pair(run, run)).measures] == [
        "goodput",
        "dropped arrivals",
        "unfinished journeys of visitors",
        "error ratio of join",
        "p50 of join",
        "p95 of join",
        "p99 of join",
    ]


def test_runs_without_any_sample_are_unknown() -> None:
    """They have no step."""
    nothing = played({"join": [[]] * SECONDS}, arrived=[0])
    assert compare(pair(nothing, nothing)).answer is Answer.UNKNOWN
