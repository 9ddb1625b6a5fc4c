"""Claims about recoveries: each fault with what came of it, as far as that is known."""

import pytest

from siaga.judge.fault_course import FaultCourse
from siaga.judge.measured import Measurement
from siaga.record.fault_span import FaultSpan
from siaga.report.charts.day import Day
from siaga.report.charts.recovery import Recovery, length, recoveries
from tests.report.rehearsal import columns

SECONDS = tuple(range(120))
HURT = range(30, 45)
DAY = Day(
    timeline=columns(
        second=SECONDS,
        good=tuple(50 if one in HURT else 100 for one in SECONDS),
        failed=tuple(50 if one in HURT else 0 for one in SECONDS),
        p50_s=(0.01,) * 120,
        p99_s=tuple(2.0 if one in HURT else 0.1 for one in SECONDS),
    ),
    bands=(),
    end_s=120.0,
)
UNKNOWN = Measurement(value=None, made_of="nobody looked")


def _recovery(
    recovery: Measurement, detection: Measurement = UNKNOWN, until_s: float | None = 40.0
) -> Recovery:
    span = FaultSpan(kind="slow", target="store", from_s=30.0, until_s=until_s)
    course = FaultCourse(span=span, detection=detection, series="up", recovery=recovery)
    (drawn,) = recoveries([course], DAY)
    return drawn


@pytest.mark.parametrize(
    ("value", "bound", "text"),
    [
        (None, None, "unknown"),
        (0.0, 0.0, "0 s"),
        (6.47, 6.47, "6.5 s"),
        (6.0, 9.0, "6 s to 9 s"),
        (75.0, None, "at least 1 min 15 s"),
    ],
)
def test_a_time_says_how_sure_it_is(value: float | None, bound: float | None, text: str) -> None:
    """Without a bound it is the least that it can have been."""
    assert length(Measurement(value=value, bound=bound, made_of="")) == text


def test_a_fault_is_drawn_from_before_it_until_all_was_well() -> None:
    """Goodput ratio and latency around it, with the moments marked and the lowest and highest told."""
    seen = Measurement(value=1.5, bound=1.5, made_of="up changed")
    drawn = _recovery(Measurement(value=5.0, bound=5.0, made_of="kept from 45 s on"), seen)
    assert (drawn.title, drawn.when) == ("slow of store", "From 0:30 to 0:40")
    assert (drawn.detected, drawn.recovered) == ("1.5 s", "5 s")
    assert (drawn.detected_of, drawn.recovered_of) == ("up changed", "kept from 45 s on")
    good, slow = drawn.charts
    assert good.text == "Goodput ratio: lowest 50 %, at 0:30."
    assert slow.text == "Latency, p99: highest 2 s, at 0:30."
    assert (good.lines[0].at_s[0], good.lines[0].at_s[-1]) == (20, 59)
    assert all(one in str(good.wide) for one in ("detected 1.5 s", "recovered 5 s"))
    assert drawn.table is not None
    assert drawn.table.headings == ("Time", "goodput ratio", "p50", "p99")


def test_a_recovery_that_may_have_been_later_is_marked_as_such() -> None:
    """Its line is dashed and says so; nothing is marked where nothing is known."""
    censored = str(_recovery(Measurement(value=51.0, made_of="never")).charts[0].wide)
    assert "recovered ≥ 51 s" in censored
    assert 'stroke-dasharray="3,3"' in censored
    unknown = str(_recovery(UNKNOWN).charts[0].wide)
    assert "recovered" not in unknown


def test_a_fault_that_was_never_healed_is_shown_to_the_end() -> None:
    """There is nothing from which a recovery could count."""
    drawn = _recovery(UNKNOWN, until_s=None)
    assert (drawn.when, drawn.recovered) == ("From 0:30 to the end", "unknown")
    assert drawn.charts[0].lines[0].at_s[-1] == 119


def test_dropped_arrivals_are_no_goodput() -> None:
    """The ratio is that of the objective of the same name."""
    line = columns(second=(0, 1), good=(90, 0), dropped=(10, 0))
    day = Day(timeline=line, bands=(), end_s=2.0)
    span = FaultSpan(kind="kill", target="", from_s=0.0, until_s=0.0)
    course = FaultCourse(span=span, detection=UNKNOWN, series="up", recovery=UNKNOWN)
    (drawn,) = recoveries([course], day)
    assert drawn.charts[0].lines[0].values == (0.9, None)
    assert (drawn.title, drawn.when) == ("kill", "At 0:00")
    assert drawn.charts[1].text == "Latency, p99: no sample was recorded."


def test_a_fault_of_a_run_of_which_nothing_is_known_has_no_chart() -> None:
    """Its words stand alone."""
    day = Day(timeline=columns(), bands=(), end_s=1.0)
    span = FaultSpan(kind="kill", target="worker", from_s=5.0)
    course = FaultCourse(span=span, detection=UNKNOWN, series="up", recovery=UNKNOWN)
    (drawn,) = recoveries([course], day)
    assert (drawn.charts, drawn.table) == ((), None)
