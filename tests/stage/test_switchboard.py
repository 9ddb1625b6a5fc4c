"""Claims about the switchboard: every planned fault is there once, with what has become of it."""

from dataclasses import replace

import pytest

from siaga.record.fault_span import FaultSpan
from siaga.scenario.load import Override, loads
from siaga.stage.switchboard import Switch, switchboard
from tests.judge.hand_made import SCENARIO

FAULTS = (
    "faults=[{kind: slow, target: registry, at: evening, for: 2 s, with: {times: 2}},"
    " {kind: none, at: 3 s, for: 1 s}, {kind: none, at: 6 s, for: 1 s}]"
)
DAY = loads(SCENARIO, "scenario.yaml", [Override.parse(FAULTS)])
FIRST = Switch(kind="none", target="site", planned_s=3.0, for_s=1.0)
SECOND = replace(FIRST, planned_s=6.0)
SLOW = Switch(kind="slow", target="registry", planned_s=10.0, for_s=2.0)
SPAN = FaultSpan(kind="none", target="site", from_s=3.0)


def test_faults_stand_in_the_order_in_which_they_are_planned() -> None:
    """Those of the same kind take what has begun one after the other."""
    assert switchboard(DAY, ()) == (FIRST, SECOND, SLOW)
    later = replace(SPAN, from_s=6.1)
    assert switchboard(DAY, (SPAN, later)) == (
        replace(FIRST, span=SPAN),
        replace(SECOND, span=later),
        SLOW,
    )


def test_what_nobody_has_planned_stands_last() -> None:
    """It harmed the site all the same."""
    strange = FaultSpan(kind="kill", target="store", from_s=1.0)
    found = switchboard(DAY, (strange,))
    assert found[-1] == Switch(kind="kill", target="store", planned_s=None, for_s=0.0, span=strange)
    assert len(found) == 4


@pytest.mark.parametrize(
    ("span", "state"),
    [
        (None, "planned"),
        (SPAN, "active"),
        (replace(SPAN, proof="seen", proven_s=3.5), "proven"),
        (replace(SPAN, proof="seen", proven_s=3.5, until_s=4.0), "healed"),
        (replace(SPAN, until_s=4.0), "unproven"),
    ],
)
def test_a_fault_has_one_state(span: FaultSpan | None, state: str) -> None:
    """From being planned to being healed, with its proof or without."""
    assert replace(FIRST, span=span).state == state
