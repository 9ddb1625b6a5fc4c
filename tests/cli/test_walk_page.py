"""Claims about the page of a walk: every fact is shown, in lines that anybody can read."""

import pytest
from rich.console import Console

from siaga.cli.walk_page import listed, put, told
from siaga.record.walk_fact import Began, Ended, Fact, Paused, Reached, Saw, Took
from siaga.stage.walks import Broken, Said
from tests.cli.hand_tried import BAD, GONE, GOOD, LEFT, UNKNOWN, VOW


def _shown(fact: Fact | Said | Broken, width: int = 200) -> list[str]:
    console = Console(width=width, highlight=False, markup=False)
    with console.capture() as captured:
        put(console, told(fact))
    return captured.get().splitlines()


SHOWN: dict[str, tuple[Fact | Said | Broken, list[str]]] = {
    "began": (
        Began(population="all", journey="whole", visitor=1200),
        ["", "population all, journey whole, visitor 1,200"],
    ),
    "good": (
        GOOD,
        [
            "  · home           POST /a  200  12.3 ms  2,310 bytes",
            '        sends json {"a": 1}',
            "        is redirected to /b, then /c",
            "        is given the cookies sid",
        ],
    ),
    "bad": (
        BAD,
        [
            "  ! form           GET /  403  0 ms  0 bytes",
            "        the step expects 200 to 202",
            "        the answer begins with <html>No</html>",
        ],
    ),
    "gone": (
        GONE,
        ["  ! (no step)      GET /  closed  0 ms  0 bytes", "        http://a: the site closed"],
    ),
    "vow": (
        VOW,
        [
            "  = promise of step join: ok",
            "        ledger: person 31, key k-1",
            "        because status 201: a success",
            "        receipt s-1, named by 'seat' in the answer",
            "        the answer names the person 31",
            "        the audit would look for 31 on the roll, once, with name 'A'",
        ],
    ),
    "unknown": (
        UNKNOWN,
        [
            "  = promise of step join: unknown",
            "        ledger: person 32, key k-2",
            "        because status 200: a success that does not say",
            "        no receipt: the answer has nothing at 'seat'; it has id, state",
            "        outcomes.0: is about status 409, the answer has 200",
            '        the answer begins with {"id": 7}',
            "        the audit would look for 32 on the roll, once",
        ],
    ),
    "whole": (
        Ended(how="whole", took_s=0.5, offset_s=90),
        ["  · came to its end: 500 ms, 90 s with every pause"],
    ),
    "left": (
        LEFT,
        [
            "  ! the visitor went no further: status 403 (1 s, 0 ms with every pause)",
            "        day.py:7 in whole",
            "          me.get(1)",
        ],
    ),
    "think": (
        Paused(pause_s=20, slept_s=0, why="think"),
        ["    thinks: 20 s, not made"],
    ),
    "again": (
        Paused(pause_s=20, slept_s=5, why="again"),
        ["    waits before it asks again: 20 s, 5 s of it made"],
    ),
    "asked": (Paused(pause_s=2, slept_s=2, why="asked"), ["    was asked to wait: 2 s, made"]),
    "soon": (
        Paused(pause_s=0, slept_s=2, why="soon"),
        ["    was too fast: makes the pause that was left out, 2 s"],
    ),
    "took": (
        Took(purpose="comes back", ratio=0.4, yes=True),
        ["    chance 'comes back', 40 % of visitors: yes here"],
    ),
    "reached": (
        Reached(stage="joined", ratio=0.348, yes=True),
        ["    stage joined, 34.8 % go on to it: reached here"],
    ),
    "saw": (Saw(what="remaining", shown="7", person="31"), ["    ledger: saw remaining 7, by 31"]),
    "saw-nothing": (Saw(what="holding", shown=""), ["    ledger: saw holding nothing"]),
    "said": (Said(text="[bold]x"), ["    printed: [bold]x"]),
    "broken": (Broken(why="it ended"), ["  ! it ended"]),
}


@pytest.mark.parametrize(("fact", "lines"), SHOWN.values(), ids=list(SHOWN))
def test_a_fact_is_shown(fact: Fact | Said | Broken, lines: list[str]) -> None:
    """In lines without colours, where nobody sees them."""
    assert _shown(fact) == lines


def test_a_long_line_goes_on_below_as_far_in_as_it_began() -> None:
    """In a narrow terminal."""
    lines = _shown(VOW, width=40)
    assert max(map(len, lines)) <= 40
    assert lines[-2:] == [
        "        the audit would look for 31 on",
        "        the roll, once, with name 'A'",
    ]


@pytest.mark.parametrize(
    ("statuses", "text"), [((200,), "200"), ((200, 201), "200, 201"), ((200, 201, 202), "200 to 202")]
)
def test_statuses_are_listed(statuses: tuple[int, ...], text: str) -> None:
    """Many in a row as a span."""
    assert listed(statuses) == text
