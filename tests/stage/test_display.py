"""Claims about what a terminal shows of a run."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from siaga.observe.progress import ProgressView
from siaga.stage.display import PLAIN_EVERY_S, LiveDisplay, PlainDisplay, display, rows

VIEW = ProgressView(
    phase="doors-open",
    elapsed_s=75.9,
    remaining_s=104.1,
    planned=10_000,
    arrived=1_333,
    dropped=2,
    active=1_200,
    requests_per_s=4321.4,
    p99_s=1.2345,
    failed=12,
    failed_ratio=0.00345,
    seats_left=1648.0,
)


def test_every_number_stands_under_its_name() -> None:
    """In the units that people read: minutes, milliseconds, percent, thousands apart."""
    assert rows(VIEW) == [
        ("phase", "doors-open"),
        ("time", "1:15, 1:44 to go"),
        ("arrivals", "1,333 of 10,000 planned, 2 dropped"),
        ("inside", "1,200"),
        ("requests/s", "4,321"),
        ("p99", "1,234 ms"),
        ("failed", "12 (0.34%)"),
        ("seats left", "1,648"),
    ]


def test_what_nobody_knows_is_a_dash() -> None:
    """No sample and no scrape are not nought."""
    shown = dict(rows(replace(VIEW, phase="", p99_s=None, seats_left=None)))
    assert (shown["phase"], shown["p99"], shown["seats left"]) == ("starting", "-", "-")


@pytest.mark.parametrize(
    ("elapsed_s", "remaining_s", "text"),
    [
        (0.0, 0.0, "0:00, 0:00 to go"),
        (59.99, 0.01, "0:59, 0:00 to go"),
        (3_661.0, 0.0, "61:01, 0:00 to go"),
    ],
)
def test_time_is_minutes_and_seconds(elapsed_s: float, remaining_s: float, text: str) -> None:
    """A second counts when it is over."""
    assert dict(rows(replace(VIEW, elapsed_s=elapsed_s, remaining_s=remaining_s)))["time"] == text


def test_a_plain_line_comes_every_few_seconds() -> None:
    """Views in between are left out; the first is shown at once."""
    lines: list[str] = []
    now_s = 100.0
    shown = PlainDisplay(lines.append, now=lambda: now_s)
    for wait_s in (0.0, 0.25, PLAIN_EVERY_S - 0.5, 0.25, 0.25):
        now_s += wait_s
        shown.show(VIEW)
    shown.close()
    assert len(lines) == 2
    assert lines[0].startswith(
        "phase doors-open  time 1:15, 1:44 to go  arrivals 1,333 of 10,000 planned"
    )
    assert lines[0].endswith("failed 12 (0.34%)  seats left 1,648")


def test_a_pipeline_gets_plain_lines_without_escapes() -> None:
    """One whole line, however narrow the console believes to be."""
    output = io.StringIO()
    console = Console(file=output, width=20)
    shown = display(console, "gate against http://127.0.0.1:1")
    assert isinstance(shown, PlainDisplay)
    shown.show(VIEW)
    shown.close()
    assert output.getvalue().count("\n") == 1
    assert "\x1b" not in output.getvalue()


def test_a_terminal_gets_a_panel_that_goes_away() -> None:
    """Title and rows are drawn; at the close the cursor is back and the panel erased."""
    output = io.StringIO()
    console = Console(file=output, force_terminal=True, width=80, height=30)
    shown = display(console, "gate against http://127.0.0.1:1")
    assert isinstance(shown, LiveDisplay)
    shown.show(VIEW)
    shown.close()
    assert "gate against http://127.0.0.1:1" in output.getvalue()
    assert "1,333 of 10,000 planned, 2 dropped" in output.getvalue()
    assert output.getvalue().rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


def test_names_in_brackets_are_not_taken_for_markup() -> None:
    """A host such as [::1] is shown as it is, on a terminal and in a pipeline."""
    for terminal in (True, False):
        output = io.StringIO()
        console = Console(file=output, force_terminal=terminal, width=80, height=30)
        shown = display(console, "gate against http://[::1]:8080 [bold]")
        shown.show(replace(VIEW, phase="[red]"))
        shown.close()
        assert "[red]" in output.getvalue()
        assert ("[bold]" in output.getvalue()) is terminal
