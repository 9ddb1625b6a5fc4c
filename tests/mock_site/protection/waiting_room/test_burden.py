"""A burden adds up until it is told."""

from mock_site.protection.waiting_room.burden import Burden
from mock_site.protection.waiting_room.load import Load


def test_everything_is_counted_once() -> None:
    """By its kind; whatever is turned away was asked for as well."""
    burden = Burden()
    for is_slow in (True, False, False):
        burden.answered(is_slow=is_slow)
    burden.shed()
    burden.looked(0.25)
    burden.looked(0.5)
    burden.committed(0.125)
    assert burden.load() == Load(
        asked=4, shed=1, slow=1, looks=2, late_s=0.75, commits=1, committed_s=0.125
    )


def test_what_was_told_is_cleared_and_no_sooner() -> None:
    """Whoever cannot tell it now tells it together with what follows."""
    burden = Burden()
    burden.shed()
    assert burden.load() == burden.load() == Load(asked=1, shed=1)
    burden.clear()
    assert burden.load() == Load()
