"""The Vow of a walk: a promise that is asked for while somebody looks on, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from siaga.crowd.answer import Answer
from siaga.crowd.promise import Promise
from siaga.crowd.walk.mask import Mask
from siaga.crowd.walk.trail import Trail
from siaga.crowd.walk.walk_journal import Operation, WalkJournal
from siaga.ledger.journal import Journal
from siaga.ledger.near_row import near_rows
from siaga.ledger.outcome import Observation, Outcome
from siaga.record.content import content_digest, written
from siaga.record.walk_fact import Vowed
from siaga.scenario.model import OutcomeRow


class Vow:
    """Looks on while one promise is asked for.

    Args:
        promise: what is asked for.
        step: that asks.
        rows: of the scenario, by which promises end.
        journal: where it is written down.
    """

    def __init__(
        self, promise: Promise, step: str, rows: tuple[OutcomeRow, ...], journal: Journal
    ) -> None:
        self._promise, self._step, self._rows = promise, step, rows
        self._journal = journal
        self._answer: Answer | None = None
        self._body: object = None
        if isinstance(journal, WalkJournal):
            journal.last = Operation()

    @property
    def began(self) -> bool:
        """Whether it is in the ledger: a mistake in the journey may come before that."""
        return isinstance(self._journal, WalkJournal) and bool(self._journal.last.key)

    def reads(self, answer: Answer) -> object:
        """Read an answer as the promise does."""
        self._answer, self._body = answer, None
        self._body = self._promise.reads(answer)
        return self._body

    def kept(self, mask: Mask) -> Vowed:
        """Give what became of it; of what was cut off before it ended, nobody knows."""
        promise, answer = self._promise, self._answer
        last = self._journal.last if isinstance(self._journal, WalkJournal) else Operation()
        said = self._body if isinstance(self._body, dict) else {}
        seen = Observation(sent=True, status=None if answer is None else answer.status, body=self._body)
        return Vowed(
            step=self._step,
            person=promise.person,
            key=last.key,
            outcome=last.outcome,
            why=mask.hide(last.why),
            receipt_key=promise.receipt,
            receipt=mask.hide(str(said.get(promise.receipt) or "")),
            echo=mask.hide(str(said.get(promise.echo) or "")) if promise.echo else "",
            names=tuple(map(str, said)),
            read=answer is not None,
            content={name: mask.hide(written(value)) for name, value in promise.content.items()},
            digest=content_digest(promise.content),
            rows=tuple(mask.hide(one) for one in near_rows(self._rows, seen, step=self._step)),
            body=self._beginning(mask, last.outcome),
        )

    def _beginning(self, mask: Mask, outcome: str) -> str:
        """Give how the answer begins, where nobody knows what it means."""
        unclear = outcome == Outcome.UNKNOWN.value and self._answer is not None
        return mask.begin(self._answer.text()) if unclear and self._answer is not None else ""


@contextmanager
def vowed(
    promise: Promise, step: str, rows: tuple[OutcomeRow, ...], journal: Journal, trail: Trail
) -> Iterator[Promise]:
    """Give a promise to ask for meanwhile, and write down what became of it, however that ends.

    Args:
        promise: as the journey has it.
        step: that asks.
        rows: of the scenario, by which promises end.
        journal: where it is written down.
        trail: of the walk.
    """
    vow = Vow(promise, step, rows, journal)
    try:
        yield replace(promise, reads=vow.reads)
    finally:
        if vow.began:
            trail.note(vow.kept(trail.mask))
