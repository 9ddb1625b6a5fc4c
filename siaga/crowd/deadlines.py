"""The Deadlines of a worker's requests: for connecting, for the first byte, and for the whole."""

from typing import NamedTuple

from siaga.crowd.deadline_row import DeadlineRow

CONNECTION, FIRST_BYTE = "connection", "first byte"
"""What is missing when one of those passes."""


class Deadlines(NamedTuple):
    """Rows that browsers of a worker share; a tuple, since each of them has it.

    Attributes:
        whole: for all of a request, with its redirects.
        connecting: for opening a connection, TLS included; None: no other than for the whole.
        first_byte: from the sending of a request to the first byte of its answer; None: likewise.
    """

    whole: DeadlineRow
    connecting: DeadlineRow | None = None
    first_byte: DeadlineRow | None = None

    @classmethod
    def of(
        cls, whole_s: float, connecting_s: float | None = None, first_byte_s: float | None = None
    ) -> "Deadlines":
        """Make the rows.

        Raises:
            ValueError: a deadline is not above 0.
        """
        return cls(
            DeadlineRow(whole_s),
            None if connecting_s is None else DeadlineRow(connecting_s, CONNECTION),
            None if first_byte_s is None else DeadlineRow(first_byte_s, FIRST_BYTE),
        )
