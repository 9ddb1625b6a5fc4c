"""A metrics page is read as the parser reads it, however often it was read before."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.observe import page_reader
from siaga.observe.page_reader import PageReader, UnreadableError
from siaga.observe.scrape import SeriesKey

PAGE = """# HELP site_seats Seats.
# TYPE site_seats gauge
site_seats{state="left"} 7
# TYPE site_joins counter
site_joins_total{result="given"} 3
"""
_LINES = st.sampled_from(
    [
        "# TYPE a counter",
        "# HELP a A.",
        "# TYPE b gauge",
        "a",
        "a_total",
        "b",
        'b{x=" 1 "}',
        "b 5",
        "",
        "b{",
    ]
)
_VALUES = st.sampled_from(["0", "1.5", "-2e9", "+Inf", "NaN", "1_0", "x", "5 5", ""])


def test_a_page_gives_the_value_of_each_series() -> None:
    """Names and labels are those of the page."""
    assert PageReader().samples(PAGE) == {
        SeriesKey.of("site_seats", {"state": "left"}): 7.0,
        SeriesKey.of("site_joins_total", {"result": "given"}): 3.0,
    }


@pytest.mark.parametrize("text", ["<html>busy</html>", 'a{b="', "{", 'a{x="y", ="z"} 1', "a one"])
def test_text_of_another_format_is_unreadable(text: str) -> None:
    """Whatever the parser trips over is told as one kind of error."""
    with pytest.raises(UnreadableError, match="not in Prometheus' format"):
        PageReader().samples(text)


@given(st.text() | st.text(alphabet='ab_1:{}"\\=,# \n'))
def test_no_text_whatever_raises_anything_else(text: str) -> None:
    """Any text is either read or unreadable."""
    try:
        found = PageReader().samples(text)
    except UnreadableError:
        return
    assert all(isinstance(value, float) for value in found.values())


@given(st.lists(st.tuples(_LINES, _VALUES, _VALUES), max_size=6))
def test_a_page_that_was_read_before_is_read_as_if_it_had_not_been(
    lines: list[tuple[str, str, str]],
) -> None:
    """Whatever stands in it: other values, a time behind each, or no page at all."""
    page = PageReader()
    first, second = ("\n".join(f"{line[0]} {line[at]}" for line in lines) for at in (1, 2))
    for text in (first, second, first):
        assert _read(page, text) == _read(PageReader(), text)


def test_only_other_series_are_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The values are read all the same."""
    page = PageReader()
    page.samples(PAGE)
    monkeypatch.setattr(page_reader, "_pairs", lambda _text: pytest.fail("it is parsed again"))
    left = SeriesKey.of("site_seats", {"state": "left"})
    assert page.samples(PAGE.replace("} 7", "} 6.5"))[left] == 6.5
    monkeypatch.undo()
    assert (
        page.samples(PAGE.replace("left", "given"))[SeriesKey.of("site_seats", {"state": "given"})] == 7
    )


@pytest.mark.parametrize("ending", ["{} 1700000000000", "{}\t1700000000000"])
def test_the_time_behind_a_value_is_never_taken_for_it(ending: str) -> None:
    """A page may have them."""
    page = PageReader()
    for value in (3.0, 4.0):
        assert list(page.samples(f"a {ending.format(value)}").values()) == [value]


def _read(page: PageReader, text: str) -> list[tuple[SeriesKey, str]] | None:
    """Give what is read, and None where nothing can be; a number that is none equals itself so."""
    try:
        found = page.samples(text)
    except UnreadableError:
        return None
    return [(key, "none" if math.isnan(value) else str(value)) for key, value in found.items()]
