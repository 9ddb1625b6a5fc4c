"""The Ending of a stream: how it stopped, or is to stop."""

from enum import Enum


class Ending(Enum):
    """How."""

    OVER = "over"
    """Nothing more comes this way; the other direction may go on."""

    CLOSE = "close"
    """The connection is to be closed when all before it is written."""

    RESET = "reset"
    """The connection is to be reset."""
