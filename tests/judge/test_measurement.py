"""Claims about measurements: value, bound and in words what they were made of."""

from dataclasses import replace

import pytest

from siaga.judge.confidence import Share, ratio_bound
from siaga.judge.expression import parse
from siaga.judge.finding import Audit, RuleResult
from siaga.judge.measurement import Measurement, measure
from siaga.judge.recorded import recorded
from siaga.record.tally import StepCount
from tests.judge.hand_made import Run


def measured(run: Run, text: str) -> Measurement:
    """Measure an expression in a run."""
    return measure(parse(text), recorded(run.folder, run.scenario))


def bound(hits: int, of: int, *, upper: bool) -> float | None:
    """Give the bound of a ratio."""
    return ratio_bound(Share(hits=hits, of=of), upper=upper)


JOINS = [{"join": StepCount(good=98, failed=2)}] * 10 + [
    {"join": StepCount(good=50), "home": StepCount()}
]


@pytest.mark.parametrize(
    ("text", "hits", "of", "made_of"),
    [
        ("availability of join >= 90 %", 1480, 1500, "1,480 of 1,500 samples of join good"),
        ("error ratio of join <= 5 %", 20, 1500, "20 of 1,500 samples of join failed"),
        ("error ratio <= 5 %", 20, 1500, "20 of 1,500 samples failed"),
        ("error ratio <= 5 % during doors-open", 20, 1000, "20 of 1,000 samples failed"),
        ("availability of join >= 90 % during evening", 500, 500, "500 of 500 samples of join good"),
        ("dropped arrivals <= 5 %", 10, 2000, "10 of 2,000 arrivals dropped"),
        ("dropped arrivals <= 5 % during doors-open", 10, 1000, "10 of 1,000 arrivals dropped"),
        ("dropped arrivals <= 5 % during evening", 0, 1000, "0 of 1,000 arrivals dropped"),
    ],
)
def test_a_ratio_is_counted_with_its_bound(
    good: Run, text: str, hits: int, of: int, made_of: str
) -> None:
    """Over the run or a phase; the bound is on the side of the limit."""
    good.day(steps=JOINS, dropped=[1] * 10 + [0], arrived=[99] * 10 + [100])
    assert measured(good, text) == Measurement(
        value=hits / of,
        bound=bound(hits, of, upper="<=" in text),
        events=of,
        over_s=10.0 if "during" in text else 20.0,
        made_of=made_of,
    )


TOO_FEW = "100 samples of slow, too few for a 95 % bound, which takes 299"


@pytest.mark.parametrize(
    ("text", "value_s", "bound_s", "made_of"),
    [
        ("p50 of slow <= 1 s", 0.5, 0.59, "100 samples of slow"),
        ("p50 of slow >= 1 s", 0.5, 0.42, "100 samples of slow"),
        ("p99 of slow <= 1 s", 0.99, None, TOO_FEW),
        ("p1 of slow >= 1 s", 0.01, None, TOO_FEW),
        ("p50 of slow <= 1 s during doors-open", 0.25, 0.32, "50 samples of slow"),
    ],
)  # fmt: skip
def test_a_quantile_is_bounded_by_a_later_or_an_earlier_sample(
    good: Run, text: str, value_s: float, bound_s: float | None, made_of: str
) -> None:
    """A hundred latencies from 10 ms to 1 s, the faster half at the opening."""
    every = [number / 100 for number in range(1, 101)]
    good.latencies("slow", {3: every[:50], 13: every[50:]}, rank=1)
    found = measured(good, text)
    assert found.value == pytest.approx(value_s, rel=1e-3)
    assert found.bound == (None if bound_s is None else pytest.approx(bound_s, rel=1e-3))
    assert (found.made_of, found.exact) == (made_of, False)


@pytest.mark.parametrize(
    ("text", "made_of"),
    [
        ("p99 of jion <= 1 s", "no sample of jion; steps that were recorded: home, join"),
        ("availability of jion >= 90 %", "no sample of jion; steps that were recorded: home, join"),
        ("error ratio of jion <= 1 %", "no sample of jion; steps that were recorded: home, join"),
        (
            "p99 of home <= 1 s during evening",
            "no sample of home during evening; steps that were recorded: home, join",
        ),
        (
            "error ratio <= 1 % during evening",
            "no sample during evening; steps that were recorded: home, join",
        ),
        ("dropped arrivals <= 1 % during evening", "no arrival was due during evening"),
        ("max(nothing) <= 1", "the site showed no series nothing"),
        ("max(site_seats) / min(empty) <= 1", "what stands below the fraction line is 0"),
    ],
)
def test_what_never_happened_is_told_with_what_did(good: Run, text: str, made_of: str) -> None:
    """Nothing is no number, and a name that is mistyped is found at once."""
    opening = {"join": StepCount(good=1), "home": StepCount(good=1)}
    good.day(steps=[opening] * 10 + [{}], arrived=[100] * 10 + [0])
    good.scrapes([{"site_seats": 5.0, "empty": 0.0}] * 21)
    assert measured(good, text) == Measurement(value=None, made_of=made_of)


def test_of_a_run_without_a_sample_no_step_is_known(good: Run) -> None:
    """The message says so rather than end in nothing."""
    good.day(steps=[{}])
    assert measured(good, "error ratio <= 1 %") == Measurement(
        value=None, made_of="no sample; steps that were recorded: none"
    )


@pytest.mark.parametrize(
    ("text", "value", "made_of"),
    [
        ("max(a) <= 9", 8.0, "19 of 21 scrapes of the site"),
        ("max(a) <= 9 during evening", 4.0, "8 of 10 scrapes of the site"),
        ("max(a) / max(b) <= 9", 4.0, "19 of 21 scrapes of the site"),
        ("max(a) / max(b) <= 9 during evening", 4.0, "8 of 10 scrapes of the site"),
        ("min(up) >= 1 during doors-open", 1.0, "10 of 10 scrapes of the site"),
        ("min(up) >= 1 during evening", 0.0, "8 of 10 scrapes of the site"),
    ],
)
def test_a_series_is_seen_whole_and_needs_no_bound(
    good: Run, text: str, value: float, made_of: str
) -> None:
    """Scrapes of the phase alone are counted; those that failed show in it."""
    opening, evening = {"a": 8.0, "b": 2.0}, {"a": 4.0, "b": 1.0}
    good.scrapes([*[opening] * 10, None, None, *[evening] * 9])
    assert measured(good, text) == Measurement(value=value, exact=True, made_of=made_of)


AUDIT = Audit(applicable=True, attempted=9, acknowledged=5, lost=2, over_quota=1)
UNREAD = RuleResult(rule="R0", title="t", state="unknown", text="t")


@pytest.mark.parametrize(
    ("name", "audit", "expected"),
    [
        ("lost", AUDIT, 2.0),
        ("over-quota", AUDIT, 1.0),
        ("phantom", AUDIT, 0.0),
        ("acknowledged", replace(AUDIT, rules=(UNREAD,)), 5.0),
        ("lost", replace(AUDIT, rules=(replace(UNREAD, state="met"),)), 2.0),
        ("lost", replace(AUDIT, rules=(replace(UNREAD, rule="R1"),)), 2.0),
        ("lost", replace(AUDIT, rules=(UNREAD,)), "the roll could not be read"),
        ("lost", replace(AUDIT, attempted=0), "no operation was attempted"),
        ("acknowledged", Audit(applicable=False), "the run was not audited"),
        ("lost", None, "the run was not audited"),
    ],
)
def test_what_the_audit_counted_is_a_number_unless_nobody_knows(
    good: Run, name: str, audit: Audit | None, expected: float | str
) -> None:
    """Without a roll that could be read only what the ledger tells is known."""
    found = measure(parse(f"audit {name} <= 0"), recorded(good.folder, good.scenario), audit)
    if isinstance(expected, str):
        assert found == Measurement(value=None, made_of=expected)
    else:
        assert found == Measurement(value=expected, exact=True, made_of="9 operations were audited")


def test_what_the_run_has_no_second_of_is_not_measured(good: Run) -> None:
    """The sentence says which."""
    assert measured(good, "error ratio <= 1 % during fault kill") == Measurement(
        value=None, made_of="no fault kill was recorded; faults that were: none"
    )


def test_a_series_is_seen_in_every_stretch_of_a_time(good: Run) -> None:
    """What it gained is added up over them, and only the scrapes in them count."""
    good.scrapes([{"a": 2.0 * second} for second in range(21)])
    steady = measured(good, "increase(a) <= 99 during steady state")
    assert (steady.value, steady.made_of) == (36.0, "18 of 18 scrapes of the site")
    assert measured(good, "rate(a) <= 99 during steady state").value == 2.0
    assert measured(good, "min(a) <= 99 during steady state").value == 2.0


def test_a_window_needs_a_hundred_events_where_nobody_asks_for_another_number(good: Run) -> None:
    """Twenty are too few."""
    good.day(steps=[{"join": StepCount(good=10)}])
    assert measured(good, "error ratio of join <= 99 % over 2 s") == Measurement(
        value=None, made_of="none of 19 windows of 2 s has 100 events"
    )


@pytest.mark.parametrize(
    ("cut_s", "made_of"),
    [
        (None, "20 of 1,500 samples failed"),
        (11, "20 of 1,050 samples failed"),
        (2, "4 of 200 samples failed"),
        (0, "nothing is known of the first second yet"),
    ],
)
def test_of_a_run_that_was_cut_off_what_came_before_counts(
    good: Run, cut_s: int | None, made_of: str
) -> None:
    """Of its first second nothing is known before it is over."""
    good.day(steps=JOINS)
    facts = replace(recorded(good.folder, good.scenario), cut_s=cut_s)
    assert measure(parse("error ratio <= 5 %"), facts).made_of == made_of
