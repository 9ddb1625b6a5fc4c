"""The EndRecord: that the sending is over, told by a master that lives on for its web interface."""

from dataclasses import dataclass

from siaga.record.record import SCHEMA, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRecord(Record):
    """How the sending ended; kept in evidence/end.json from that moment on.

    Attributes:
        interrupted: somebody stopped it in the web interface before it was over.
        problems: a sentence for each thing that could not be written down.
    """

    schema: int = SCHEMA
    interrupted: bool = False
    problems: tuple[str, ...] = ()
