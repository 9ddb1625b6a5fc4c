"""A finding says whether siaga saw what there was to see, and by what."""

from dataclasses import replace

import pytest

from siaga.judge.verdict import Decision
from siaga.selftest.finding import Finding
from siaga.selftest.sight import Sight
from siaga.selftest.sign import Sign
from siaga.selftest.trial import Trial
from tests.selftest.verdicts import sight

QUOTA = Trial(name="quota", scenario="day", expects=Decision.NO_GO, signs=(Sign("rule", "R6"),))
CLEAN = Trial(name="clean", scenario="day", expects=Decision.GO)


@pytest.mark.parametrize(
    ("trial", "seen", "trouble", "expected"),
    [
        (QUOTA, sight(Decision.NO_GO, "rule R6"), "", (True, "NO_GO", "rule R6")),
        (QUOTA, sight(Decision.GO), "", (False, "GO", "R6: 12 of 240 seats are given twice.")),
        (CLEAN, sight(Decision.GO), "", (True, "GO", "nothing was broken")),
        (CLEAN, None, "was not played", (False, "no verdict", "was not played")),
        (QUOTA, sight(Decision.NO_GO, "rule R6"), "ended too soon", (False, "NO_GO", "ended too soon")),
    ],
)
def test_a_finding_is_right_or_says_what_came_instead(
    trial: Trial, seen: Sight | None, trouble: str, expected: tuple[bool, str, str]
) -> None:
    """A trouble makes wrong what would be right."""
    one = Finding(trial=trial, sight=seen, took_s=41.0, trouble=trouble)
    assert (one.is_right, one.said, one.why) == expected


def test_a_finding_of_nothing_is_refused() -> None:
    """Where there is no verdict there is a reason."""
    with pytest.raises(ValueError, match="quota: has neither a verdict nor a trouble; one is needed"):
        Finding(trial=QUOTA, sight=None, took_s=1.0)


@pytest.mark.parametrize("trial", [QUOTA, CLEAN])
def test_a_finding_is_open_where_a_decision_was_due(trial: Trial) -> None:
    """A wrong decision is none that is still open."""
    undecided = Finding(trial=trial, sight=sight(Decision.INCONCLUSIVE), took_s=41.0)
    wrong = Decision.GO if trial is QUOTA else Decision.NO_GO
    assert undecided.is_open
    assert not replace(undecided, sight=sight(wrong)).is_open
    assert not replace(undecided, sight=sight(trial.expects, "rule R6")).is_open


def test_a_starved_generator_that_decides_nothing_leaves_nothing_open() -> None:
    """That is what it is to do."""
    lost = Trial(name="lost", scenario="day", expects=Decision.INCONCLUSIVE, signs=(Sign("check", "x"),))
    seen = Sight(
        decision=Decision.INCONCLUSIVE,
        broken=frozenset(),
        open=frozenset({Sign("check", "x")}),
        reason="It is lost.",
    )
    assert not Finding(trial=lost, sight=seen, took_s=41.0).is_open
