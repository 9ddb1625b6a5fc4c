"""Claims about stretches: the whole run, each phase, and each fault with what surrounds it."""

import pytest

from siaga.report.charts.band import Band
from siaga.report.charts.day import Day
from siaga.report.charts.shadow import Shadow
from siaga.report.charts.stretch import Stretch, stretches
from tests.report.rehearsal import columns


def _day(*shadows: Shadow) -> Day:
    band = Band(number=1, name="doors-open", start_s=0.0, end_s=90.0, rate="5 /s")
    return Day(timeline=columns(), bands=[band], shadows=shadows, end_s=100.0)


def test_the_whole_comes_first_then_phases_then_faults() -> None:
    """Each by its name, with its times."""
    fault = Shadow(start_s=40.0, end_s=50.0, name="kill of worker")
    assert stretches(_day(fault)) == (
        Stretch(label="whole run", from_s=0.0, until_s=100.0, shown_s=(0.0, 100.0)),
        Stretch(
            kind="phase",
            name="doors-open",
            label="phase 1, doors-open",
            from_s=0.0,
            until_s=90.0,
            shown_s=(0.0, 90.0),
        ),
        Stretch(
            kind="fault",
            name="kill of worker",
            label="kill of worker, 0:40",
            from_s=40.0,
            until_s=50.0,
            shown_s=(25.0, 80.0),
        ),
    )


@pytest.mark.parametrize(
    ("start_s", "end_s", "shown_s"),
    [(40.0, 60.0, (20.0, 100.0)), (5.0, 6.0, (0.0, 36.0)), (99.0, 100.0, (84.0, 100.0))],
)
def test_a_fault_is_shown_with_what_surrounds_it(
    start_s: float, end_s: float, shown_s: tuple[float, float]
) -> None:
    """Its length before it and twice that behind it, a little at least, and never beyond the run."""
    (*_others, fault) = stretches(_day(Shadow(start_s=start_s, end_s=end_s, name="x")))
    assert fault.shown_s == shown_s
