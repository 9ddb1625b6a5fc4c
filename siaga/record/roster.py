"""The Roster: which workers have come to a master, and from which machines."""

from dataclasses import dataclass

from siaga.record.record import SCHEMA, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster(Record):
    """Who has come; kept in evidence/roster.json from the first worker on.

    Attributes:
        machines: name of the machine of each worker, as the worker gives it, in order of coming.
    """

    schema: int = SCHEMA
    machines: tuple[str, ...] = ()
