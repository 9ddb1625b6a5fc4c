"""Claims about measures: what none can be is refused, and each knows whose samples it counts."""

import pytest

from siaga.judge.measures import (
    COUNTS,
    AuditCount,
    Budget,
    Burn,
    DroppedArrivals,
    ErrorRatio,
    Goodput,
    MeasureError,
    Selection,
    Subject,
    subject,
)

JOIN = Subject(name="join")


@pytest.mark.parametrize("slo", [0.0, 1.0, 1.5])
def test_a_promise_of_everything_or_nothing_leaves_no_budget(slo: float) -> None:
    """Neither to spend nor to burn."""
    said = f"{slo * 100:g} %: leaves no budget to spend; above 0 %, below 100 % is allowed"
    with pytest.raises(MeasureError, match=said):
        Budget(of=JOIN, slo=slo)
    with pytest.raises(MeasureError, match=said):
        Burn(speed="fast", of=JOIN, slo=slo)


def test_what_no_audit_counts_is_refused_with_what_it_does() -> None:
    """All of what it counts is named."""
    assert [AuditCount(name=name).name for name in COUNTS] == list(COUNTS)
    with pytest.raises(
        MeasureError, match=r"^'found' is counted by no audit; attempted, .*over-quota are$"
    ):
        AuditCount(name="found")


def test_a_measure_knows_whose_samples_it_counts() -> None:
    """Everybody's, or none at all."""
    assert subject(Goodput(of=JOIN)) == JOIN
    assert subject(ErrorRatio()) is None
    assert subject(DroppedArrivals()) is None
    assert [str(one) for one in (JOIN, Subject(kind="journey", name="a"))] == ["join", "journey a"]


@pytest.mark.parametrize("quantile", [0.0, 0.5, 1.0])
def test_a_selection_takes_the_lowest_and_the_highest_quantile(quantile: float) -> None:
    """Of series they are known, unlike those of latencies."""
    found = Selection(function="quantile", name="queue", quantile=quantile)
    assert found.quantile == quantile
