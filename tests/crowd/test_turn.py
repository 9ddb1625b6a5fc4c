"""Claims about a turn: it is what a page of a waiting room can mean."""

import pytest

from siaga.crowd.turn import Turn


@pytest.mark.parametrize("wrong", [{"place": -1}, {"wait_s": -1.0}, {"wait_s": float("nan")}])
def test_what_no_page_can_mean_is_refused(wrong: dict[str, float]) -> None:
    """It is an error of the function that reads it."""
    with pytest.raises(ValueError, match="0 or more is allowed"):
        Turn(admitted=False, **wrong)  # type: ignore[arg-type]
