"""Claims about a generator's equipment: what failed for want of it is counted, and nothing else is."""

import pytest

from siaga.judge.equipment import FAILED_RATIO, equipped
from siaga.judge.recorded import recorded
from siaga.judge.verdict import EvidenceResult, State
from siaga.record.tally import StepCount
from tests.judge.hand_made import DURATION_S, Run


def found(run: Run) -> EvidenceResult:
    """Give what the check says."""
    return equipped(recorded(run.folder, run.scenario))


@pytest.mark.parametrize(
    ("errors", "failed"),
    [
        ({}, 0),
        ({"home timeout": 90, "descriptors reset": 90, "other": 90}, 0),
        ({"home descriptors": 1}, 1),
        ({"home descriptors": 2}, 2),
        ({"home descriptors": 2, "log in descriptors": 3, "home timeout": 9}, 5),
    ],
)
def test_only_the_reason_of_a_failed_sample_counts(
    good: Run, errors: dict[str, int], failed: int
) -> None:
    """A step may be called as it likes, and other failures are the site's."""
    good.day(errors=[errors, {}])
    ratio = failed / (100 * DURATION_S)
    assert found(good) == EvidenceResult(
        id="generator-equipped",
        state=State.MET if ratio <= FAILED_RATIO else State.BROKEN,
        value=ratio,
        limit=FAILED_RATIO,
        text=f"{failed} of 2,000 samples failed ({ratio * 100:.3g} %) since a worker had"
        " no descriptor, port or memory left; 0.1 % are allowed.",
    )


def test_samples_that_failed_are_samples_too(good: Run) -> None:
    """The share is of all that were taken, good or not, of every step."""
    steps = {"home": StepCount(good=900, failed=1000), "join": StepCount(good=100)}
    good.day(errors=[{"home descriptors": 1}, {}], steps=[steps, {}])
    assert found(good).value == 1 / 2000


def test_without_a_sample_nobody_can_tell(good: Run) -> None:
    """Nothing failed, since nothing was tried."""
    good.day(steps=[{}])
    assert found(good) == EvidenceResult(
        id="generator-equipped",
        state=State.UNKNOWN,
        value=None,
        limit=FAILED_RATIO,
        text="No worker told of a sample.",
    )


@pytest.mark.parametrize(
    ("requests", "state", "told"),
    [(12_340, State.MET, "10 %"), (12_000, State.BROKEN, "10.28 %")],
)
def test_connections_that_were_closed_for_others_and_missed_are_told_of(
    good: Run, requests: int, state: State, told: str
) -> None:
    """With more than a tenth of the requests the site has handshakes to make that no crowd asks for."""
    good.day(idle_closed=[9_000, 234, 0], idle_missed=[1_000, 234, 0], wire_requests=[requests, 0])
    result = found(good)
    assert result.state is state
    assert result.text.endswith(
        " 9,234 idle connections were closed for others, the oldest first, and 1,234 of them asked for"
        f" again while a site would have kept them: {told} of the requests; 10 % are allowed."
    )


def test_connections_that_nobody_asked_for_again_cost_nothing_but_in_older_runs(good: Run) -> None:
    """There nobody counted who did, and each may have been missed."""
    good.day(idle_closed=[9_000], idle_missed=[0], wire_requests=[9_000])
    assert found(good).state is State.MET
    good.day(idle_closed=[9_000], idle_missed=[None], wire_requests=[9_000])
    assert found(good).state is State.BROKEN


def test_arrivals_that_were_dropped_are_told_and_left_to_the_objectives(good: Run) -> None:
    """Which of them they decide depends on what they ask."""
    good.day(dropped=[25], arrived=[75])
    assert found(good).state is State.MET
    assert found(good).text.endswith(
        " 0.1 % are allowed. 500 of 2,000 arrivals (25 %) were dropped, since every connection that a"
        " worker may have was in use."
    )
