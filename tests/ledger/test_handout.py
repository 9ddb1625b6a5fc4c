"""Claims about handouts: who got which row, and nothing of what is in it."""

from typing import Any

import pytest

from siaga.ledger.handout import Handout

GIVEN: dict[str, Any] = {"feed": "vouchers", "row": 3, "visitor": 17, "at_s": 1.23456789}


def test_a_handout_is_written_as_a_record_of_the_ledger() -> None:
    """Which has a person, here nobody; a row that was not left is none."""
    assert Handout(**GIVEN).as_json() == {**GIVEN, "person": "", "at_s": 1.234568}
    assert Handout(**{**GIVEN, "row": None}).as_json()["row"] is None


def test_the_first_row_and_the_first_visitor_are_some() -> None:
    """Rows count from 1, visitors from 0."""
    first = Handout(**{**GIVEN, "row": 1, "visitor": 0})
    assert (first.row, first.visitor) == (1, 0)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"feed": ""}, "handout: its feed has no name; it needs one"),
        ({"row": 0}, "handout: row 0 of vouchers; 1 or more, or none, is allowed"),
        ({"visitor": -1}, "handout: visitor -1; 0 or more is allowed"),
    ],
)
def test_what_nobody_can_have_handed_out_is_refused(changed: dict[str, object], problem: str) -> None:
    """With what is allowed."""
    with pytest.raises(ValueError, match=f"^{problem}$"):
        Handout(**{**GIVEN, **changed})
