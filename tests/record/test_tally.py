"""Claims about what one worker counted in one second."""

import json
from collections.abc import Iterator, Sequence
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


def test_a_worker_is_as_late_as_its_visitors_or_as_its_loop() -> None:
    """Whichever is later."""
    assert Tally(second=0, lateness_s=0.5, loop_lag_s=0.25).late_s == 0.5
    assert Tally(second=0, lateness_s=0.5, loop_lag_s=0.75).late_s == 0.75


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


def test_a_tally_of_an_older_run_does_not_tell_who_was_dropped() -> None:
    """How many were it does; of each population it tells the rest."""
    fact = {"second": 1, "steps": {}, "dropped": 3, "populations": {"a": {"arrived": 2}}}
    assert Tally.from_json(fact) == Tally(
        second=1, dropped=3, populations={"a": PopulationCount(arrived=2)}
    )


PLACES = (
    (
        "second",
        "arrived",
        "dropped",
        "finished",
        "active",
        "sent",
        "wire_requests",
        "wire_http2",
        "connections",
        "asked",
    ),
    ("answers", "rejects", "errors", "reached", "reactions", "examples"),
    ("steps", "populations"),
)
"""Where a number stands alone, by name, by name and kind."""


@given(tallies)
def test_what_a_worker_counts_is_sound(tally: Tally) -> None:
    """Nothing of it is taken for damage."""
    assert tally.is_sound


@pytest.mark.parametrize("value", [None, True, -1, 1.5, "1", [], {}, 10**30, "\ud800"], ids=repr)
@pytest.mark.parametrize("places", PLACES, ids=lambda places: places[0])
def test_a_number_that_is_none_is_seen_wherever_it_stands(places: Sequence[str], value: object) -> None:
    """Adding it up would break off the reading of everything else."""
    whole = Tally(
        second=1,
        asked=1,
        **{name: {"a": 1} for name in ("answers", "rejects", "errors", "reached", "reactions")},  # type: ignore[arg-type]
        examples={"a": "b"},
        steps={"a": StepCount(good=1)},
        populations={"a": PopulationCount(good=1)},
    )
    assert whole.is_sound
    for name in places:
        for fact in damaged(whole.as_json(), name, value):
            assert not read(fact), (name, fact[name])


@pytest.mark.parametrize("value", [None, True, "1", [], float("nan"), float("inf")], ids=repr)
def test_a_time_that_is_none_is_seen(value: object) -> None:
    """Nobody measured the syncs of an older ledger; everything else was measured."""
    for name in ("lateness_s", "loop_lag_s", "cpu_ratio", "unsynced_s"):
        fact = Tally(second=1).as_json() | {name: value}
        assert read(fact) == (value is None and name == "unsynced_s")


def damaged(fact: dict[str, Any], name: str, value: object) -> Iterator[dict[str, Any]]:
    """Put a value in the place of a number, or of all that stand under their names."""
    if not isinstance(fact[name], dict):
        yield fact | ({name: value} if (name, value) != ("asked", None) else {"second": value})
        return
    if value != {}:
        yield fact | {name: value}
    if isinstance(fact[name]["a"], dict):
        yield fact | {name: {"a": {"good": value}}}
    elif (name, value) != ("examples", "1"):
        yield fact | {name: {"a": value if value != "\ud800" or name != "examples" else 1}}


def read(fact: dict[str, Any]) -> bool:
    """Tell whether a fact is a sound tally."""
    try:
        return Tally.from_json(fact).is_sound
    except ValueError:
        return False
