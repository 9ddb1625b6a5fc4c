"""Claims about the strip: every fault has its name, beside its time and beside no other name."""

import re

from siaga.report.charts.band import Band
from siaga.report.charts.day import Day
from siaga.report.charts.shadow import Shadow
from siaga.report.charts.strip import LANE_PX, MOST_LANES, ruler, strip
from tests.report.rehearsal import columns

BAND = Band(number=1, name="doors-open", start_s=0.0, end_s=60.0, rate="1 /s")


def _day(*shadows: Shadow) -> Day:
    return Day(timeline=columns(), bands=(BAND,), shadows=shadows, end_s=60.0)


def _shadow(start_s: float, end_s: float, name: str = "kill of worker") -> Shadow:
    return Shadow(start_s=start_s, end_s=end_s, name=name)


def _names(day: Day) -> list[tuple[str, str, int, int]]:
    """Give text, anchor and place of each name of a fault."""
    drawn = str(strip(day, "some").wide)
    found = re.findall(
        r'text-anchor="(\w+)" transform="translate\(([\d.]+),([\d.]+)\)"[^>]*fill="var\(--failed\)"'
        r"[^>]*>([^<]+)<",
        drawn,
    )
    return [(text, anchor, int(float(x)), int(float(y))) for anchor, x, y, text in found]


def test_faults_that_would_overlap_have_rows_of_their_own() -> None:
    """One that begins when the name of another is over takes its row again."""
    places = _names(_day(_shadow(5.0, 5.0), _shadow(6.0, 10.0), _shadow(30.0, 31.0)))
    (_one, _two, first_x, first), (_, _, second_x, second), (_, _, third_x, third) = places
    assert second - first == LANE_PX
    assert third == first
    assert first_x < second_x < third_x


def test_a_name_that_does_not_fit_behind_its_bar_stands_before_it() -> None:
    """Or at the edge, where the bar is as long as the day."""
    late, whole = _names(_day(_shadow(57.0, 59.0)))[0], _names(_day(_shadow(0.0, 60.0)))[0]
    assert (late[1], whole[1]) == ("end", "end")
    assert late[2] < 57 / 60 * 860 <= whole[2]


def test_of_endless_faults_only_some_are_named() -> None:
    """All are shaded and stand in the table."""
    many = _day(*(_shadow(5.0, 6.0) for _fault in range(MOST_LANES + 3)))
    assert len(_names(many)) == MOST_LANES
    assert strip(many, "some").text.count("kill of worker from 0:05 to 0:06") == MOST_LANES + 3


def test_a_calm_day_says_so() -> None:
    """Its strip has times and phases alone."""
    calm = strip(_day(), "some")
    assert calm.text == "No fault harmed the site."
    assert "doors-open" in str(calm.wide)
    assert "0:30" in str(ruler(_day(), "some"))
