"""The Sights of a visitor: what the page just seen showed of the site, written down for the audit."""

import hashlib
import math
from dataclasses import dataclass

from siaga.ledger.journal import Journal
from siaga.ledger.sighting import Sighting, What

MARK_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Sights:
    """Writes down what one page showed.

    Every method raises `LedgerError` where the ledger cannot be written, and `ValueError` for what no
    site can show: seats or a place that are no whole number, an estimate that is no time.

    Attributes:
        journal: where it is written.
        visitor: number of the visitor in the plan.
        began_s: when the page was asked for, run seconds.
        ended_s: when it was there, run seconds.
    """

    journal: Journal
    visitor: int
    began_s: float
    ended_s: float

    def remaining(self, seats: int, *, person: str = "") -> None:
        """Say how many seats the page showed as left.

        Args:
            seats: how many; below 0 where the page says so.
            person: who looked, as the roll names people; a finding then shows what else that person did.
        """
        self._write("remaining", person, "", seats)

    def holding(self, person: str, receipt: str) -> None:
        """Say what the page showed that the person holds.

        Args:
            person: who, as the roll names people.
            receipt: as a promise's answer names it; empty: the page shows that it is nothing.
        """
        self._write("holding", person, receipt, None)

    def estimate(self, wait_s: float, *, person: str = "") -> None:
        """Say how long the page said that the visitor still has to wait before it is let in.

        Args:
            wait_s: as the site has it, 0 or more; kept to the millisecond.
            person: who waits, as the roll names people; a finding then shows what else that person did.
        """
        if isinstance(wait_s, bool) or not isinstance(wait_s, int | float) or not math.isfinite(wait_s):
            raise ValueError(f"estimate: {wait_s!r} is no time; seconds are")
        self._write("estimate", person, "", round(wait_s * 1000))

    def admitted(self, person: str, token: str, place: int | None = None) -> None:
        """Say that a waiting room let the person in.

        The token lets in whoever has it, so only its mark is written down: who shares one shares that.

        Args:
            person: who, as the roll names people.
            token: what it gave to be let in with.
            place: in the queue, 0 or more; None where it names none.
        """
        self._write("admitted", person, _mark(str(token)), place)

    def lots(self, commitment: str, seed: str = "", *, person: str = "") -> None:
        """Say by which seed the page showed that seats are drawn.

        Args:
            commitment: SHA-256 of the seed, hexadecimal.
            seed: itself; empty: it is not shown yet.
            person: who looked, as the roll names people; a finding then shows what else that person did.
        """
        self._write("commitment", person, commitment, None)
        if seed:
            self._write("seed", person, seed, None)

    def drawn(self, person: str, seat: str) -> None:
        """Say what the page showed of the person's lot, once lots are drawn.

        Args:
            person: who, as the roll names people.
            seat: which one, as the roll has it; empty: the page shows that it was not drawn.
        """
        self._write("drawn", person, seat, None)

    def _write(self, what: What, person: str, text: str, number: int | None) -> None:
        sighting = Sighting(
            what=what,
            person=person,
            visitor=self.visitor,
            text=str(text),
            number=number,
            began_s=self.began_s,
            ended_s=self.ended_s,
        )
        self.journal.sight(sighting)


def _mark(secret: str) -> str:
    """Give what tells secrets apart and opens no door; that of none is empty."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()[:MARK_DIGITS] if secret else ""
