"""The Display of a run's progress: a live panel on a terminal, else a plain line every few seconds."""

import time
from collections.abc import Callable
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from siaga.stage.glimpse import Glimpse, rows

PLAIN_EVERY_S = 5.0


class Display(Protocol):
    """Shows how a run goes."""

    def show(self, glimpse: Glimpse) -> None:
        """Show the newest glimpse."""

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

    def show(self, glimpse: Glimpse) -> None:
        """Write a line if it is time for one."""
        if self._now() < self._next_s:
            return
        self._next_s = self._now() + PLAIN_EVERY_S
        self._write("  ".join(f"{name} {value}" for name, value in rows(glimpse)))

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

    def show(self, glimpse: Glimpse) -> None:
        """Draw the panel anew."""
        # As texts: a host such as [fe80::1] would be taken for markup.
        table = Table(title=Text(self._title), show_header=False, title_justify="left")
        table.add_column(style="bold")
        table.add_column(min_width=24, overflow="fold")
        for name, value in rows(glimpse):
            table.add_row(name, Text(value))
        self._live.update(table)

    def close(self) -> None:
        """Take the panel away."""
        self._live.stop()


class NoDisplay:
    """Nothing, where lines of its own say how it goes."""

    def show(self, glimpse: Glimpse) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Nothing is left on the screen."""


def panel(console: Console, title: str) -> Display:
    """Give a panel on a terminal, and nothing where lines would be kept."""
    return LiveDisplay(console, title) if console.is_terminal else NoDisplay()


def display(console: Console, title: str) -> Display:
    """Give the display that fits where the output goes."""
    if console.is_terminal:
        return LiveDisplay(console, title)
    return PlainDisplay(lambda line: console.print(line, soft_wrap=True, highlight=False, markup=False))
