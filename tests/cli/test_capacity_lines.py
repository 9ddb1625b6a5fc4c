"""Claims about the lines of a search in a terminal: columns, then the answer and where its page is."""

from pathlib import Path

from siaga.capacity.level import Outcome
from siaga.cli.capacity_lines import closing, level_line
from tests.capacity.made_up_sites import level
from tests.capacity.results import found, of, told


def test_a_level_is_one_line_in_the_colour_of_what_it_showed() -> None:
    """In columns that stay where they are."""
    line = level_line(7, told(level(29.0, Outcome.BROKEN)))
    cells = ("7", "29/s", "step", "broken", "latency", "configured capacity 72.5 %", "75 %")
    assert line.plain.split() == " ".join(cells).split()
    assert [line.plain.index(one) for one in cells] == [0, 7, 17, 32, 41, 66, 95]
    assert line.style == "red"


def test_the_answer_comes_last_with_what_is_to_be_known_of_it() -> None:
    """And where its page is."""
    said = closing(Path("search"), found()).plain
    assert said.startswith("FOUND: capacity 39.2/s, between 38.3 and 40.1 arrivals a second;")
    assert said.endswith("\n  page: search/capacity.html")
    open_ = closing(Path("search"), of(level(20.0, Outcome.HELD), left_out=("odd",))).plain
    assert open_.splitlines()[0] == "UNDECIDED: at least 20 arrivals a second, as far as was played"
    assert "\n  Left out: odd." in open_
