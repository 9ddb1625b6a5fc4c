"""The Table: named columns and rows under them, as a file or a database gives them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from siaga.roll.entry import Entry, RollError, entry
from siaga.scenario.roll_source import Columns

_OPTIONAL = ("operation", "seat", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that are read as they come, once.

    Attributes:
        names: the columns, in order.
        rows: the values of each row, in the order of the columns.
    """

    names: Sequence[str]
    rows: Iterable[Iterable[object]]

    def entries(self, columns: Columns) -> Iterator[Entry]:
        """Give the entry of each row.

        Raises:
            RollError: a column that is asked for is not there or stands twice, or a row is no entry.
        """
        self._hold(columns)
        for number, row in enumerate(self.rows, start=1):
            try:
                found = entry(dict(zip(self.names, row, strict=True)), columns)
            except RollError as error:
                raise RollError(f"{error} (row {number})") from None
            yield found

    def _hold(self, columns: Columns) -> None:
        """Refuse columns of which nobody can say what stands in them: a typo would audit nothing."""
        for key, name in columns.named():
            if self.names.count(name) != 1:
                wrong = "stands twice" if name in self.names else "is not there"
                mend = f"; write `{key}: null` if the roll does not say it" if key in _OPTIONAL else ""
                there = ", ".join(self.names)[:1000] or "none"
                raise RollError(f"roll: column {name!r} for {key} {wrong}; there are {there}{mend}")
