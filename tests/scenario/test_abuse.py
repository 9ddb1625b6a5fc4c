"""Claims about the abuse of a scenario: who comes, when, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.errors import ScenarioError
from siaga.scenario.abuse import MOST_OF_A_CASE, Abuse, crowded, intrusions
from siaga.scenario.load import loads
from siaga.scenario.model import Traffic
from siaga.scenario.scale import scaled

DAY = (Path(__file__).parent / "gate_day.yaml").read_text(encoding="utf-8")
TRAFFIC = Traffic.model_validate(
    {
        "phases": [{"name": name, "for": 10, "rate": 1} for name in ("first", "second", "third")],
        "populations": [{"name": "everybody", "journey": "whole"}],
    }
)


def _abuse(**said: object) -> Abuse:
    return Abuse.model_validate({"case": "race", "rate": "1/s", **said})


def _times_s(*abuse: Abuse) -> list[float]:
    return [one.at_s for one in intrusions(abuse, TRAFFIC)]


def test_abusers_come_evenly_over_their_phases() -> None:
    """Laid end to end, whatever lies in between."""
    split = _abuse(rate="0.2/s", during=["first", "third"])
    assert _times_s(split) == [0.0, 5.0, 20.0, 25.0]


def test_no_more_come_than_are_allowed_and_one_comes_in_any_case() -> None:
    """However high or low the rate is."""
    assert _times_s(_abuse(most=3)) == [0.0, 1.0, 2.0]
    assert _times_s(_abuse(rate="1/h")) == [0.0]


def test_where_the_rate_is_rounded_up_they_come_closer_together() -> None:
    """2.6 of them are three, and all three come in their ten seconds, evenly spaced."""
    assert _times_s(_abuse(rate="0.26/s", during=["second"])) == pytest.approx([10, 40 / 3, 50 / 3])


def test_abusers_are_numbered_over_all_cases() -> None:
    """So that no two of them pose as the same person."""
    found = intrusions(
        (_abuse(most=2), _abuse(case="other", most=2, within="9 s", limit="3 s")), TRAFFIC
    )
    assert [(one.number, one.case) for one in found] == [
        (0, "race"), (1, "race"), (2, "other"), (3, "other"),
    ]  # fmt: skip
    assert [(one.within_s, one.limit_s) for one in found[1:3]] == [(60, 5), (9, 3)]


@given(rate=st.floats(0.001, 1000), most=st.integers(1, MOST_OF_A_CASE))
def test_every_abuser_comes_in_a_phase_of_its_own_kind(rate: float, most: int) -> None:
    """At any rate."""
    abuse = Abuse(case="race", rate=rate, most=most, during=("second",))
    times_s = _times_s(abuse)
    assert 1 <= len(times_s) <= most
    assert all(10 <= one < 20 for one in times_s)
    assert times_s == sorted(times_s)


def _loaded(rows: str) -> None:
    loads(f"{DAY}\nabuse:\n{rows}\n", "day.yaml")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{case: race, rate: 0/s}", "abuse.0.rate"),
        ("{case: race, rate: 1/s, most: 0}", "abuse.0.most"),
        (f"{{case: race, rate: 1/s, most: {MOST_OF_A_CASE + 1}}}", "abuse.0.most"),
        ("{case: race, rate: 1/s, limit: 61 s}", "abuse.0.limit"),
        ("{case: race, rate: 1/s, within: 601 s}", "abuse.0.within"),
        ("{case: race, rate: 1/s, during: [rush, never]}", r"abuse\.0\.during\.1: 'never' is no phase"),
        ("{case: race, rate: 1/s}\n  - {case: race, rate: 2/s}", "'race' stands twice"),
        ("{case: race}", "abuse.0.rate"),
    ],
)
def test_abuse_without_bounds_is_refused(row: str, problem: str) -> None:
    """In number and in time, and in a phase that there is."""
    with pytest.raises(ScenarioError, match=problem):
        _loaded(f"  - {row}")


def test_every_problem_is_told_at_once() -> None:
    """Whoever writes a scenario corrects it once."""
    with pytest.raises(ScenarioError) as told:
        _loaded("  - {case: race, rate: 0/s, most: 0}\n  - {case: other, rate: 1/s, limit: 61 s}")
    assert len(told.value.problems) == 3


def test_abusers_need_room_among_the_identities() -> None:
    """They are counted from the end, and honest visitors from the beginning."""
    (problem,) = crowded((_abuse(),), 9_000_001)
    assert (problem.place, problem.text) == (
        ("abuse",),
        "is beside 9,000,001 visitors; up to 9,000,000 are allowed, so that nobody is two people",
    )
    assert not crowded((_abuse(),), 9_000_000)
    assert not crowded((), 9_000_001)


def test_abuse_is_scaled_as_the_crowd_is() -> None:
    """Fewer come at a smaller day, one at least; a limit is a matter of the clock on the wall."""
    scenario = loads(f"{DAY}\nabuse:\n  - {{case: race, rate: 2/s, most: 10}}\n", "day.yaml")
    (found,) = scaled(scenario, scale=0.5, time_scale=0.1).abuse
    assert (found.rate, found.most, found.limit_s) == (10.0, 5, 5.0)
    (least,) = scaled(scenario, scale=0.05, time_scale=1).abuse
    assert least.most == 1
