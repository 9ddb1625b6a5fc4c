"""Claims about what is made of the site's series: once they are gone nothing, but what is certain."""

import pytest

from siaga.judge.expression import parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.recorded import recorded
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, State
from tests.judge.hand_made import Run

GONE = [{"a": 9.0, "b": 1.0}] * 2 + [{"b": 1.0}] * 19


def measured(run: Run, text: str) -> Measurement:
    """Measure an expression in a run."""
    return measure(parse(text), recorded(run.folder, run.scenario))


@pytest.mark.parametrize(
    ("text", "gone_s"),
    [
        ("max(a) <= 9", 19),
        ("max(a) >= 10", 19),
        ("min(a) >= 9", 19),
        ("min(a) <= 8", 19),
        ("last(a) <= 9", 19),
        ("quantile(0.5, a) <= 9", 19),
        ("quantile(0.5, a) <= 8", 19),
        ("max(a) / max(b) <= 8", 19),
        ("max(b) / max(a) <= 8", 19),
        ("max(a) <= 9 during doors-open", 8),
        ("max(a) <= 9 over 2 s", 18),
    ],
)
def test_of_a_series_that_is_gone_nothing_is_known(good: Run, text: str, gone_s: int) -> None:
    """Two of 21 scrapes showed it, and nobody saw what it did afterwards."""
    good.scrapes(GONE)
    said = f"the site did not show a for {gone_s} s; 5 s are allowed"
    assert measured(good, text) == Measurement(value=None, made_of=said)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("max(a) <= 8", 9.0),
        ("max(a) < 9", 9.0),
        ("max(a) >= 9", 9.0),
        ("min(a) >= 10", 9.0),
        ("min(a) <= 9", 9.0),
        ("increase(a) <= 0", 0.0),
        ("max(b) <= 1", 1.0),
    ],
)
def test_what_was_seen_of_it_may_be_enough(good: Run, text: str, value: float) -> None:
    """A highest value above its limit stays there; growth is what was seen of it."""
    good.scrapes(GONE)
    showed = "21" if "(b)" in text else "2"
    said = f"{showed} of 21 scrapes of the site"
    assert measured(good, text) == Measurement(value=value, exact=True, made_of=said)


@pytest.mark.parametrize(
    ("text", "made_of"),
    [
        ("max(a) <= 9", "17 of 21 scrapes of the site"),
        ("max(a) / max(b) <= 9", "17 of 21 scrapes of the site"),
        ("max(b) / max(a) <= 9", "17 of 21 scrapes of the site"),
        ("max(b) <= 9", "20 of 21 scrapes of the site"),
        ("min(up) >= 1", "20 of 21 scrapes of the site"),
        ("max(a) <= 9 during doors-open", "6 of 10 scrapes of the site"),
    ],
)
def test_scrapes_that_showed_the_series_are_counted(good: Run, text: str, made_of: str) -> None:
    """One that came late showed nothing of it before, and of two numbers both are needed."""
    good.scrapes([{"b": 1.0}] * 3 + [None] + [{"a": 9.0, "b": 1.0}] * 17)
    assert measured(good, text).made_of == made_of


@pytest.mark.parametrize(
    ("gap_s", "decision"),
    [(5.0, Decision.INCONCLUSIVE), (18.9, Decision.INCONCLUSIVE), (19.0, Decision.GO)],
)
def test_a_key_objective_on_a_series_that_is_gone_decides_nothing(
    good: Run, gap_s: float, decision: Decision
) -> None:
    """It is unknown, and so is the verdict; how long it may be away is said by the scenario."""
    good.scrapes(GONE)
    evidence = good.scenario.evidence.model_copy(update={"telemetry_gap_s": gap_s})
    good.judged_with(evidence=evidence).expecting("max(a) <= 9", key=True)
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert verdict.decision is decision
    state = State.MET if decision is Decision.GO else State.UNKNOWN
    assert [one.state for one in verdict.objectives] == [state]
