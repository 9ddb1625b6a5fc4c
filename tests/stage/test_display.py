"""Claims about what a terminal shows of a run."""

import io
from dataclasses import replace

from rich.console import Console

from siaga.scenario.model import Evidence
from siaga.stage.display import PLAIN_EVERY_S, LiveDisplay, NoDisplay, PlainDisplay, display, panel
from siaga.stage.glimpse import Glimpse
from tests.stage.views import VIEW

GLIMPSE = Glimpse(view=VIEW, limits=Evidence(), forecast="GO so far: 2 of 2 objectives are met")


def test_a_plain_line_comes_every_few_seconds() -> None:
    """Views in between are left out; the first is shown at once."""
    lines: list[str] = []
    now_s = 100.0
    shown = PlainDisplay(lines.append, now=lambda: now_s)
    for wait_s in (0.0, 0.25, PLAIN_EVERY_S - 0.5, 0.25, 0.25):
        now_s += wait_s
        shown.show(GLIMPSE)
    shown.close()
    assert len(lines) == 2
    assert lines[0].startswith(
        "phase doors-open  time 1:15, 1:44 to go  arrivals 1,333 of 1,340 due, 10,000 planned"
    )
    assert lines[0].endswith("forecast GO so far: 2 of 2 objectives are met")


def test_a_pipeline_gets_plain_lines_without_escapes() -> None:
    """One whole line, however narrow the console believes to be."""
    output = io.StringIO()
    console = Console(file=output, width=20)
    shown = display(console, "gate against http://127.0.0.1:1")
    assert isinstance(shown, PlainDisplay)
    shown.show(GLIMPSE)
    shown.close()
    assert output.getvalue().count("\n") == 1
    assert "\x1b" not in output.getvalue()


def test_a_terminal_gets_a_panel_that_goes_away() -> None:
    """Title and rows are drawn; at the close the cursor is back and the panel erased."""
    output = io.StringIO()
    console = Console(file=output, force_terminal=True, width=80, height=30)
    shown = display(console, "gate against http://127.0.0.1:1")
    assert isinstance(shown, LiveDisplay)
    shown.show(GLIMPSE)
    shown.close()
    assert "gate against http://127.0.0.1:1" in output.getvalue()
    assert "1,333 of 1,340 due, 10,000 planned, 2 dropped" in output.getvalue()
    assert output.getvalue().rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


def test_names_in_brackets_are_not_taken_for_markup() -> None:
    """A host such as [::1] is shown as it is, on a terminal and in a pipeline."""
    for terminal in (True, False):
        output = io.StringIO()
        console = Console(file=output, force_terminal=terminal, width=80, height=30)
        shown = display(console, "gate against http://[::1]:8080 [bold]")
        shown.show(replace(GLIMPSE, view=replace(VIEW, phase="[red]")))
        shown.close()
        assert "[red]" in output.getvalue()
        assert ("[bold]" in output.getvalue()) is terminal


def test_a_panel_is_drawn_on_a_terminal_alone() -> None:
    """Where lines would be kept, nothing is written."""
    output = io.StringIO()
    shown = panel(Console(file=output), "level 1")
    assert isinstance(shown, NoDisplay)
    shown.show(GLIMPSE)
    shown.close()
    assert output.getvalue() == ""
    live = panel(Console(file=output, force_terminal=True), "level 1")
    assert isinstance(live, LiveDisplay)
    live.close()
