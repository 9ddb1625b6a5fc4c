"""Claims about cuts: a visitor breaks a request off for reasons of its own, and not before it begins."""

import pytest

from siaga.crowd.cut import Cut
from siaga.crowd.failure import BROKEN_OFF, Reason


@pytest.mark.parametrize("reason", sorted(BROKEN_OFF))
def test_a_visitor_has_three_reasons_to_break_off(reason: Reason) -> None:
    """None of which says anything of the site."""
    assert Cut(after_s=0, reason=reason).reason is reason


def test_what_no_visitor_does_is_refused() -> None:
    """With the value and what is allowed."""
    with pytest.raises(ValueError, match=r"after_s: is -1; 0 or more is allowed"):
        Cut(after_s=-1, reason=Reason.RELOADED)
    with pytest.raises(ValueError, match="reason: 'reset' is not the visitor's; gave-up, reloaded"):
        Cut(after_s=1, reason=Reason.RESET)
