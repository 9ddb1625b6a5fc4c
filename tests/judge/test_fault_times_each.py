"""Claims about the times of each fault of a run, in the order of the faults."""

import pytest

from siaga.judge.fault_times import recoveries
from siaga.judge.recorded import recorded
from siaga.record.fault_span import FaultSpan
from tests.judge.hand_made import Run


@pytest.mark.parametrize("many", [0, 1, 2])
def test_without_an_objective_nobody_knows_when_a_fault_was_over(good: Run, many: int) -> None:
    """Each of them is told of."""
    run = good.expecting("max(up) >= 1")
    spans = [FaultSpan(kind="kill", target="site", from_s=1.0, until_s=2.0)] * many
    found = recoveries(spans, recorded(run.folder, run.scenario))
    assert [(one.value, one.made_of) for one in found] == [
        (None, "no objective says when the site has recovered")
    ] * many
