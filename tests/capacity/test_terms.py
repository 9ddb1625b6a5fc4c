"""Claims about the terms of a search: one that could not begin or would not end is refused."""

import pytest

from siaga.capacity.terms import GROWTH, Terms


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"from_per_s": 0.0}, "from_per_s: 0.0; above 0 is allowed"),
        ({"hold_s": float("inf")}, "hold_s: inf; above 0 is allowed"),
        ({"settle_s": 0.0}, "settle_s: 0.0; above 0 is allowed"),
        ({"within_s": -1.0}, "within_s: -1.0; above 0 is allowed"),
        ({"to_per_s": 4.0}, "to_per_s: 4.0; 5.0 or more is allowed"),
        ({"precision": 0.0}, "precision: 0.0; above 0 up to 1 is allowed"),
    ],
)
def test_terms_that_make_no_search_are_refused(wrong: dict[str, float], said: str) -> None:
    """Each number is named, with what is allowed."""
    with pytest.raises(ValueError, match=said):
        Terms(**{"from_per_s": 5.0, "to_per_s": 50.0} | wrong)


def test_a_step_is_halved_to_five_percent_in_three_times() -> None:
    """So that the usual precision costs no fourth halving."""
    assert GROWTH ** (1 / 8) < 1.05 < GROWTH ** (1 / 4)
