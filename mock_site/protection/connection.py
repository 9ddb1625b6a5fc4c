"""A connection, as those who keep the book of connections see it."""

from typing import Protocol


class Closable(Protocol):
    """A connection."""

    def force_close(self) -> None:
        """Close it."""
