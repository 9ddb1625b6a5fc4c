"""Claims about the count of samples of one step and one method."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.record.call_count import CallCount
from siaga.record.tally import Tally

counts = st.integers(0, 10**9)
calls = st.builds(
    CallCount,
    good=counts,
    failed=counts,
    received_bytes=st.none() | counts,
    errors=st.dictionaries(st.text(), counts, max_size=3),
)


@given(st.dictionaries(st.text(), st.dictionaries(st.text(), calls, max_size=2), max_size=2))
def test_it_comes_back_in_its_tally_as_it_was(told: dict[str, dict[str, CallCount]]) -> None:
    """Through the text of a file, whatever steps and methods are called."""
    tally = Tally(second=1, calls=told)
    assert Tally.from_json(json.loads(json.dumps(tally.as_json()))) == tally
    assert tally.is_sound


@pytest.mark.parametrize("value", [True, -1, 1.5, "1", [], 10**30], ids=repr)
@pytest.mark.parametrize("name", ["good", "failed", "received_bytes", "errors"])
def test_a_number_that_is_none_is_seen(name: str, value: object) -> None:
    """A damaged file may hold others, and adding them up would break off the reading of everything."""
    fact = {"good": 1, "failed": 1, "received_bytes": 1, "errors": {"timeout": 1}}
    fact[name] = {"timeout": value} if name == "errors" else value
    told = {"second": 1, "steps": {}, "calls": {"home": {"GET": fact}}}
    assert not Tally.from_json(told).is_sound


@pytest.mark.parametrize(
    "told",
    [
        3,
        {"home": 3},
        {"home": {"GET": 3}},
        {"home": {"GET": {"better": 3}}},
        {"home": {"GET": {"errors": 3}}},
        {"home": {"GET": {"errors": None}}},
    ],
    ids=str,
)
def test_what_is_no_count_is_an_error(told: object) -> None:
    """The tally is refused, and shown."""
    with pytest.raises(ValueError, match=r"tally: \{.*\} is none \(.*\); it is damaged"):
        Tally.from_json({"second": 1, "steps": {}, "calls": told})


def test_what_nobody_counted_is_not_nought() -> None:
    """A size that is not known is no number of it."""
    assert list(CallCount(good=2).numbers()) == [2, 0]
    assert list(CallCount(good=2, received_bytes=5, errors={"reset": 1}).numbers()) == [2, 0, 5, 1]
