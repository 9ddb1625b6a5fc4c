"""The strain delays commits and holds places, and counts where it was felt."""

from mock_site.harm.conditions import Harm
from mock_site.harm.store_strain import StoreStrain
from tests.mock_site.harm.harmed import Harmed


def test_a_commit_takes_longer_by_what_is_said(process: Harmed) -> None:
    """Each one, and the time is counted."""
    strain = StoreStrain(process.board, process.metrics)
    assert strain.commit_delay_s() == 0
    process.suffers(store={"commit_delay_s": 0.25})
    assert (strain.commit_delay_s(), strain.commit_delay_s()) == (0.25, 0.25)
    assert process.strikes(Harm.COMMIT_DELAY) == 2
    assert process.counted("site_harm_commit_delay_seconds_total") == 0.5


def test_places_that_are_held_are_not_there(process: Harmed) -> None:
    """Three quarters of eight leave two; what would have been full anyway is no strike."""
    strain = StoreStrain(process.board, process.metrics)
    assert [strain.has_place(waiting, 8) for waiting in (0, 7, 8)] == [True, True, False]
    process.suffers(store={"held": 0.75})
    assert [strain.has_place(waiting, 8) for waiting in (0, 1, 2, 7, 8)] == [True, True] + [False] * 3
    assert process.strikes(Harm.STORE_HELD) == 2
    process.suffers(store={"held": 1})
    assert not strain.has_place(0, 8)
