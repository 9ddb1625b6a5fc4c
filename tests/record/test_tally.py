"""Claims about what one worker counted in one second."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.record.split import Split
from siaga.record.tally import PopulationCount, StepCount, Tally

counts = st.integers(0, 10**9)
seconds = st.floats(0, 1e6)
tallies = st.builds(
    Tally,
    second=counts,
    arrived=counts,
    dropped=counts,
    finished=counts,
    active=counts,
    lateness_s=seconds,
    loop_lag_s=seconds,
    cpu_ratio=st.floats(0, 1),
    unsynced_s=st.none() | seconds,
    sent=counts,
    answers=st.dictionaries(st.text(), counts, max_size=3),
    rejects=st.dictionaries(st.text(), counts, max_size=3),
    steps=st.dictionaries(st.text(), st.builds(StepCount, good=counts, failed=counts), max_size=3),
    splits=st.dictionaries(
        st.text(), st.builds(Split, answers=counts, opened=counts, wait_us=counts), max_size=3
    ),
    errors=st.dictionaries(st.text(), counts, max_size=3),
    reached=st.dictionaries(st.text(), counts, max_size=3),
    populations=st.dictionaries(
        st.text(),
        st.builds(
            PopulationCount,
            arrived=counts,
            ended=counts,
            completed=counts,
            good=counts,
            failed=counts,
            tries=counts,
            blocked=counts,
        ),
        max_size=3,
    ),
    closed=st.booleans(),
)


@given(tallies)
def test_a_tally_comes_back_from_json_as_it_was(tally: Tally) -> None:
    """Through the text of a file."""
    assert Tally.from_json(json.loads(json.dumps(tally.as_json()))) == tally


def test_a_second_in_which_nothing_happened_counts_nothing() -> None:
    """Every counter begins at nought."""
    nothing = Tally(second=3).as_json()
    assert nothing.pop("second") == 3
    assert not any(nothing.values())


@pytest.mark.parametrize(
    "fact",
    [
        {},
        {"second": 1},
        {"steps": {}},
        {"second": 1, "steps": []},
        {"second": 1, "steps": {"home": 3}},
        {"second": 1, "steps": {"home": {"better": 3}}},
        {"second": 1, "steps": {}, "colour": "red"},
        {"second": 1, "steps": {}, "populations": {"a": {"gone": 3}}},
        {"second": 1, "steps": {}, "populations": 3},
        {"second": 1, "steps": {}, "splits": 3},
        {"second": 1, "steps": {}, "splits": {"home": {"wait_us": -1}}},
        {"second": 1, "steps": {}, "splits": {"home": {"coffee_us": 1}}},
    ],
    ids=str,
)
def test_what_is_no_tally_is_an_error(fact: dict[str, Any]) -> None:
    """The fact is shown: a damaged file is read by people."""
    with pytest.raises(ValueError, match=r"tally: \{.*\} is none \(.*\); it is damaged"):
        Tally.from_json(fact)


def test_a_tally_of_an_older_run_tells_nobody_apart() -> None:
    """It is read all the same."""
    assert Tally.from_json({"second": 1, "steps": {}}) == Tally(second=1)
