"""The WalkJournal: the ledger of a walk, in which whoever looks on can read the newest record."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from siaga.ledger.handout import Handout
from siaga.ledger.journal import Journal
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.record.walk_fact import Fact, Saw

CUT_OFF = "it was asked for and never ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation as it stands.

    Attributes:
        key: the idempotency key.
        outcome: how it ended; unknown, as long as it has not.
        why: how one knows.
    """

    key: str = ""
    outcome: str = Outcome.UNKNOWN.value
    why: str = CUT_OFF


class WalkJournal(Journal):
    """Writes a ledger as in a run.

    Args:
        path: the file; it is made anew.
        note: is told what a page showed.

    Attributes:
        last: the operation that was begun last.
    """

    def __init__(self, path: Path, note: Callable[[Fact], object]) -> None:
        super().__init__(path, 0, fdatasync=lambda _fd: None)
        self._note = note
        self.last = Operation()

    def invoke(
        self, *, kind: str, person: str, key: str, at_s: float, visitor: int = -1, content: str = ""
    ) -> str:
        """Write down that something is about to be asked for."""
        self.last = Operation(key=key)
        return super().invoke(
            kind=kind, person=person, key=key, at_s=at_s, visitor=visitor, content=content
        )

    def complete(
        self,
        operation: str,
        *,
        outcome: Outcome,
        status: int | None,
        seat: str,
        at_s: float,
        why: str,
        means: str = "",
    ) -> None:
        """Write down how an operation ended."""
        super().complete(
            operation, outcome=outcome, status=status, seat=seat, at_s=at_s, why=why, means=means
        )
        said = f"{why}; it means {means}" if means else why
        self.last = replace(self.last, outcome=outcome.value, why=said)

    def hand_out(self, handout: Handout) -> None:
        """Write down who gets a row of a feed."""
        super().hand_out(handout)
        row = "none is left" if handout.row is None else f"{handout.row:,}"
        self._note(Saw(what=f"its row of feed {handout.feed}:", shown=row))

    def sight(self, sighting: Sighting) -> None:
        """Write down what a page showed."""
        super().sight(sighting)
        number = "" if sighting.number is None else f"{sighting.number:,}"
        shown = [part for part in (number, sighting.text) if part]
        self._note(Saw(what=sighting.what, shown=", ".join(shown), person=sighting.person))
