"""A trial is right only if the verdict is, and for one of its reasons."""

import pytest

from siaga.judge.verdict import Decision
from siaga.selftest.sign import Sign
from siaga.selftest.trial import Trial
from tests.selftest.verdicts import sight

QUOTA = Trial(
    name="quota", scenario="day", expects=Decision.NO_GO, signs=(Sign("rule", "R2"), Sign("rule", "R6"))
)
CLEAN = Trial(name="clean", scenario="day", expects=Decision.GO)
STARVED = Trial(
    name="starved", scenario="day", expects=Decision.INCONCLUSIVE, signs=(Sign("check", "plan-offered"),)
)


@pytest.mark.parametrize(
    ("trial", "decision", "broken", "unknown", "right"),
    [
        (QUOTA, Decision.NO_GO, "rule R6", "", True),
        (QUOTA, Decision.NO_GO, "rule R6,objective errors", "", True),
        (QUOTA, Decision.NO_GO, "objective errors", "", False),
        (QUOTA, Decision.NO_GO, "objective errors", "rule R6", False),
        (QUOTA, Decision.INCONCLUSIVE, "rule R6", "", False),
        (QUOTA, Decision.GO, "", "", False),
        (CLEAN, Decision.GO, "", "", True),
        (CLEAN, Decision.GO_WITH_CONDITIONS, "", "", True),
        (CLEAN, Decision.NO_GO, "rule R6", "", False),
        (CLEAN, Decision.INCONCLUSIVE, "", "", False),
        (STARVED, Decision.INCONCLUSIVE, "check plan-offered", "", True),
        (STARVED, Decision.INCONCLUSIVE, "", "check plan-offered", True),
        (STARVED, Decision.INCONCLUSIVE, "check clocks-agree", "", False),
        (STARVED, Decision.NO_GO, "check plan-offered", "", False),
        (STARVED, Decision.GO, "", "", False),
    ],
)
def test_a_verdict_is_right_for_the_right_reason_alone(
    trial: Trial, decision: Decision, broken: str, unknown: str, *, right: bool
) -> None:
    """The right word for another reason is luck; what a NO_GO could not tell is no reason for it."""
    assert trial.is_right(sight(decision, broken, unknown)) is right


def test_the_signs_that_were_seen_come_in_the_order_of_the_trial() -> None:
    """Those that are not the trial's are left out."""
    seen = QUOTA.seen_in(sight(Decision.NO_GO, "rule R6,objective errors,rule R2"))
    assert seen == (Sign("rule", "R2"), Sign("rule", "R6"))


def test_a_trial_that_anything_would_pass_is_refused() -> None:
    """A NO_GO without a reason, a GO with one, and a verdict that GO stands for."""
    with pytest.raises(ValueError, match="quota: expects NO_GO for 0 reasons; a GO has none"):
        Trial(name="quota", scenario="day", expects=Decision.NO_GO)
    with pytest.raises(ValueError, match="clean: expects GO for 1 reasons"):
        Trial(name="clean", scenario="day", expects=Decision.GO, signs=(Sign("rule", "R6"),))
    with pytest.raises(ValueError, match="clean: expects GO_WITH_CONDITIONS; GO stands for it, too"):
        Trial(name="clean", scenario="day", expects=Decision.GO_WITH_CONDITIONS)
