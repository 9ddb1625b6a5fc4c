"""Claims about sightings: what can have been seen, and how it is written down."""

import json
from typing import Any

import pytest

from siaga.ledger.sighting import MOST, Sighting

LOOK: dict[str, Any] = {"person": "ana", "visitor": 7, "began_s": 1.23456789, "ended_s": 2.50000049}


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ({"what": "remaining", "number": 12}, {"text": "", "number": 12}),
        ({"what": "remaining", "number": 0}, {"text": "", "number": 0}),
        ({"what": "holding", "text": "seat-1"}, {"text": "seat-1", "number": None}),
        ({"what": "holding"}, {"text": "", "number": None}),
        ({"what": "admitted", "text": "t", "number": 3}, {"text": "t", "number": 3}),
        ({"what": "admitted", "text": "t"}, {"text": "t", "number": None}),
        ({"what": "estimate", "number": 12_500}, {"text": "", "number": 12_500}),
    ],
)
def test_a_sighting_is_written_with_its_beginning_and_its_end(
    shown: dict[str, Any], written: dict[str, Any]
) -> None:
    """Its end is when it is at, as of every record."""
    fact = Sighting(**LOOK, **shown).as_json()
    whole = {"person": "ana", "visitor": 7, "began_s": 1.234568, "at_s": 2.5}
    assert fact == {"what": shown["what"], **whole, **written}
    assert json.loads(json.dumps(fact)) == fact


def test_a_site_may_show_fewer_than_no_seats() -> None:
    """It is a lie that the audit has to see, not a mistake of the journey."""
    assert Sighting(**LOOK, what="remaining", number=-3).number == -3


@pytest.mark.parametrize("number", [0, MOST])
@pytest.mark.parametrize("what", ["estimate", "admitted"])
def test_a_number_goes_from_none_to_the_most(what: Any, number: int) -> None:  # noqa: ANN401 - of a few texts
    """Whoever is next waits no time, and is in no queue."""
    assert Sighting(**LOOK, what=what, number=number).as_json()["number"] == number


def test_a_look_may_end_as_it_begins() -> None:
    """Clocks have steps."""
    assert Sighting(what="holding", person="ana", began_s=1.0, ended_s=1.0).as_json()["at_s"] == 1.0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"what": "left"},
            "of 'left'; remaining, holding, estimate, admitted, commitment, seed, drawn can be",
        ),
        ({"what": "remaining"}, "of seats remaining without a number; it needs one"),
        ({"what": "estimate"}, "of an estimate without a number; it needs one"),
        ({"what": "estimate", "number": -1}, "estimate -1 of a wait; 0 or more is one"),
        ({"what": "admitted", "number": -1}, "place -1 in a queue; 0 or more is one"),
        ({"what": "remaining", "number": MOST + 1}, "whole ones up to 9223372036854775807 are allowed"),
        ({"what": "remaining", "number": -MOST - 1}, "whole ones up to 9223372036854775807 are"),
        ({"what": "remaining", "number": 1.5}, "the number 1.5; whole ones"),
        ({"what": "holding", "ended_s": 1.0}, "from 1.23456789 s to 1.0 s; it ends after it began"),
        ({"what": "holding", "ended_s": float("nan")}, "to nan s; it ends after it began"),
        ({"what": "holding", "ended_s": float("inf")}, "to inf s; it ends after it began"),
        ({"what": "holding", "began_s": float("nan")}, "from nan s"),
        ({"what": "holding", "began_s": float("-inf")}, "from -inf s"),
    ],
)
def test_what_nobody_can_have_seen_is_refused(changed: dict[str, Any], said: str) -> None:
    """With what is allowed."""
    with pytest.raises(ValueError, match=f"^sighting: .*{said}"):
        Sighting(**{**LOOK, **changed})
