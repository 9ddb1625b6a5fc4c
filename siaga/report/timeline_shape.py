"""The timeline's shape: the columns of a run, second by second, that the report draws."""

from collections.abc import Sequence
from typing import Protocol

Known = Sequence[float | None]
"""Values by second; None where nothing is known."""


class Timeline(Protocol):
    """Columns of equal length, one value a second; numbers are those of all workers together."""

    @property
    def second(self) -> Sequence[int]:
        """Whole seconds since the first phase began."""

    @property
    def phase(self) -> Sequence[str]:
        """Name of the phase that holds the second; empty after the last."""

    @property
    def planned(self) -> Sequence[int]:
        """Intended arrivals."""

    @property
    def arrived(self) -> Sequence[int]:
        """Visitors whose journey began."""

    @property
    def dropped(self) -> Sequence[int]:
        """Arrivals that were due and could not be sent."""

    @property
    def active(self) -> Sequence[int]:
        """Visitors inside at the end of the second."""

    @property
    def failed(self) -> Sequence[int]:
        """Samples that ended otherwise than the journey expects."""

    @property
    def good(self) -> Sequence[int]:
        """Samples that ended as the journey expects."""

    @property
    def p50_s(self) -> Known:
        """Median latency from the intended start."""

    @property
    def p99_s(self) -> Known:
        """99th percentile of the same."""

    @property
    def seats_left(self) -> Known:
        """Seats left, as the site's metrics say."""

    def as_csv(self) -> str:
        """Give every column as CSV with a heading."""
