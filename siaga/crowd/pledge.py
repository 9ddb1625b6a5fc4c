"""The Pledge: a promise's side of the ledger, in which each of its requests is an operation."""

from collections.abc import Callable

from siaga.crowd.exchange import Exchange
from siaga.crowd.promise import Kept, Promise, observe
from siaga.crowd.world import World
from siaga.ledger.outcome import Observation, Outcome, Row, classify
from siaga.record.content import content_digest


class Pledge:
    """Writes down each time that a promise is asked for, before and after.

    However often it is asked for, the key is the same: whoever repeats a promise wants nothing new.

    Args:
        world: of the visitor.
        visitor: number of the visitor in the plan.
        step: that asks.
        promise: what is asked for.
        key: the idempotency key that is sent along.
    """

    __slots__ = ("_ended", "_key", "_promise", "_step", "_visitor", "_world")

    def __init__(self, world: World, visitor: int, step: str, promise: Promise, key: str) -> None:
        self._world = world
        self._visitor = visitor
        self._step = step
        self._promise = promise
        self._key = key
        self._ended: list[tuple[Exchange, Observation, Row]] = []

    def asked(self, ask: Callable[[], Exchange]) -> Exchange:
        """Ask once; whoever is cut off in between leaves the operation open.

        Raises:
            LedgerError: the ledger cannot be written; nothing was sent, or nothing more may be.
        """
        journal, world = self._world.journal, self._world
        promise = self._promise
        operation = journal.invoke(
            kind=self._step,
            person=promise.person,
            key=self._key,
            at_s=world.now_s(),
            visitor=self._visitor,
            content=content_digest(promise.content) if promise.content else "",
        )
        exchange = ask()
        seen = observe(exchange, promise)
        row = classify(seen, step=self._step, own=world.outcomes)
        journal.complete(
            operation,
            outcome=row.outcome,
            status=seen.status,
            seat=seen.receipt if row.outcome is Outcome.OK else "",
            at_s=world.now_s(),
            why=f"{seen.why}: {row.reason}",
            means=row.means,
        )
        self._ended.append((exchange, seen, row))
        return exchange

    def kept(self, exchange: Exchange) -> Kept:
        """Give what the site said in one of the exchanges.

        Raises:
            ValueError: it is none of them, or has no answer.
        """
        for one, seen, row in self._ended:
            if one is exchange and one.answer is not None:
                return Kept(row.outcome, seen.receipt, one.answer)
        raise ValueError("exchange: is none of this pledge, or has no answer")
