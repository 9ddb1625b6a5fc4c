"""The Display of a run's progress: a live panel on a terminal, else a plain line every few seconds."""

import time
from collections.abc import Callable
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from siaga.observe.progress import ProgressView

PLAIN_EVERY_S = 5.0


class Display(Protocol):
    """Shows how a run goes."""

    def show(self, view: ProgressView) -> None:
        """Show the newest view."""

    def close(self) -> None:
        """Leave the screen tidy."""


class PlainDisplay:
    """One line every few seconds, for logs of pipelines.

    Args:
        write: is given each line.
        now: monotonic clock in seconds.
    """

    def __init__(self, write: Callable[[str], None], now: Callable[[], float] = time.monotonic) -> None:
        self._write, self._now = write, now
        self._next_s = now()

    def show(self, view: ProgressView) -> None:
        """Write a line if it is time for one."""
        if self._now() < self._next_s:
            return
        self._next_s = self._now() + PLAIN_EVERY_S
        self._write("  ".join(f"{name} {value}" for name, value in rows(view)))

    def close(self) -> None:
        """Nothing is left on the screen."""


class LiveDisplay:
    """A panel that is drawn over.

    Args:
        console: the terminal.
        title: stands above it.
    """

    def __init__(self, console: Console, title: str) -> None:
        self._title = title
        self._live = Live(console=console, refresh_per_second=4, transient=True)
        self._live.start()

    def show(self, view: ProgressView) -> None:
        """Draw the panel anew."""
        # As texts: a host such as [fe80::1] would be taken for markup.
        table = Table(title=Text(self._title), show_header=False, title_justify="left")
        table.add_column(style="bold")
        table.add_column(justify="right", min_width=24)
        for name, value in rows(view):
            table.add_row(name, Text(value))
        self._live.update(table)

    def close(self) -> None:
        """Take the panel away."""
        self._live.stop()


def display(console: Console, title: str) -> Display:
    """Give the display that fits where the output goes."""
    if console.is_terminal:
        return LiveDisplay(console, title)
    return PlainDisplay(lambda line: console.print(line, soft_wrap=True, highlight=False, markup=False))


def rows(view: ProgressView) -> list[tuple[str, str]]:
    """Give name and text of everything that is shown; an unknown number is a dash."""
    clock = f"{_clock(view.elapsed_s)}, {_clock(view.remaining_s)} to go"
    p99 = "-" if view.p99_s is None else f"{view.p99_s * 1000:,.0f} ms"
    seats = "-" if view.seats_left is None else f"{view.seats_left:,.0f}"
    return [
        ("phase", view.phase or "starting"),
        ("time", clock),
        ("arrivals", f"{view.arrived:,} of {view.planned:,} planned, {view.dropped:,} dropped"),
        ("inside", f"{view.active:,}"),
        ("requests/s", f"{view.requests_per_s:,.0f}"),
        ("p99", p99),
        ("failed", f"{view.failed:,} ({view.failed_ratio:.2%})"),
        ("seats left", seats),
    ]


def _clock(seconds: float) -> str:
    whole = max(int(seconds), 0)
    return f"{whole // 60}:{whole % 60:02d}"
