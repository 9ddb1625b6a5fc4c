"""Claims about the page of a search: answer, levels with their reports, and what saturated first."""

from dataclasses import replace

from siaga.capacity.level import Outcome
from siaga.capacity.page import FOUND, MOST_DRAWN, UNDECIDED, capacity_page, course_chart, mark
from siaga.capacity.reading import Reading
from tests.capacity.made_up_sites import level
from tests.capacity.results import found, of, told


def test_the_page_of_a_search_has_answer_levels_loads_and_what_saturated() -> None:
    """Each level leads to its report; the same result gives the same bytes."""
    page = capacity_page(found())
    for part in ("levels", "loads", "saturated"):
        assert f'<section id="{part}"' in page
    assert "<title>FOUND: capacity by day</title>" in page
    assert '<a href="01-20/report.html">1</a>' in page
    assert "saturated first: configured capacity" in page
    assert "played at the built-in site" in page
    assert page.count("<figure") == 1
    assert capacity_page(found()) == page


def test_a_site_that_tells_nothing_has_no_chart() -> None:
    """The page says so; the word is another."""
    page = capacity_page(of(level(20.0, Outcome.HELD)))
    assert "UNDECIDED" in page
    assert "Unknown: the site tells nothing of what it ran out of." in page
    assert "<figure" not in page


def test_what_has_no_limit_that_is_known_is_a_number_and_no_line() -> None:
    """It cannot be drawn as a share of anything."""
    cores = Reading(name="CPU", value=1.2, limit=None, text="1.2 cores")
    alone = capacity_page(of(replace(level(20.0, Outcome.HELD), readings=(cores,))))
    assert "Unknown: the site tells nothing of what it ran out of." in alone
    assert "its limit is not known" in alone
    assert "<figure" not in alone
    lag = Reading(name="event loop", value=0.1, limit=0.25, text="100 ms")
    drawn = course_chart(of(replace(level(20.0, Outcome.HELD), readings=(cores, lag))))
    assert [one.label for one in drawn.lines[:-1]] == ["event loop"]
    assert drawn.table is not None
    assert drawn.table.rows == (("20", "40 %", "1.2 cores"),)


def test_what_a_site_said_is_text() -> None:
    """Whatever it said."""
    hostile = replace(
        told(level(29.0, Outcome.BROKEN)), text="<b>slow</b>", by=("<i>",), folder="a b<c>"
    )
    page = capacity_page(of(hostile, left_out=("<u>odd</u>",)))
    assert "&lt;b&gt;slow" in page
    assert 'href="a%20b%3Cc%3E/report.html"' in page
    assert not {"<b>slow", "<i>", "<u>odd"} & {
        one for one in ("<b>slow", "<i>", "<u>odd") if one in page
    }


def test_what_is_many_times_its_limit_is_drawn_up_to_an_end() -> None:
    """Else the others would lie on the ground; the table has the number."""
    loud = Reading(name="registry limit", value=0.5, limit=0.01, text="half of the calls")
    drawn = course_chart(of(replace(level(29.0, Outcome.BROKEN), readings=(loud,))))
    assert drawn.lines[0].values == [MOST_DRAWN]
    assert drawn.table is not None
    assert drawn.table.rows == (("29", "5,000 %"),)


def test_only_what_was_found_is_marked_so() -> None:
    """Everything else is open."""
    assert (mark(found()), mark(of())) == (FOUND, UNDECIDED)
