"""Pause: processes stand still for a while, as in a long garbage collection or a stalled machine."""

import signal

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.process.ending import struck
from siaga.faults.process.processes import STORE, TARGETS, Mark, Processes
from siaga.faults.waiting import becomes_true

MOVES_WITHIN_S = 5.0


class Pause:
    """SIGSTOP, and SIGCONT in the end: connections are taken by the system, and nobody answers.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        self._target, self._seed = order.target, order.seed
        self._processes = Processes(order.place)

    def look(self) -> Memory:
        """Remember who is to stand still.

        Raises:
            FaultError: there is no such process, or each stands still already.
        """
        moving = [one for one in self._processes.of(self._target) if not one.stands_still()]
        if not moving:
            raise FaultError(f"{self._target}: stands still already; pauses of it cannot overlap")
        victims = struck(moving, self._target, self._seed)
        if self._target == STORE:
            victims = self._processes.below(victims)
        return {"victims": [one.as_json() for one in victims]}

    def begin(self, memory: Memory) -> None:
        """Stop them."""
        for mark in Mark.all_of(memory["victims"]):
            mark.tell(signal.SIGSTOP)

    def proof(self, memory: Memory) -> str:
        """Say that they were seen standing still."""
        victims = [one for one in Mark.all_of(memory["victims"]) if one.process() is not None]
        if not victims or not all(one.stands_still() for one in victims):
            return ""
        ids = ", ".join(str(one.pid) for one in victims)
        return f"{'processes' if len(victims) > 1 else 'process'} {ids} stood still"

    def heal(self, memory: Memory) -> None:
        """Continue those that live.

        Raises:
            FaultError: one of them still stands.
        """
        victims = Mark.all_of(memory["victims"])
        for mark in victims:
            mark.tell(signal.SIGCONT)
        if not becomes_true(lambda: not any(one.stands_still() for one in victims), MOVES_WITHIN_S):
            still = ", ".join(str(one.pid) for one in victims if one.stands_still())
            raise FaultError(f"{self._target}: {still} still stands after SIGCONT")


KIND = FaultKind(
    name="pause",
    summary="processes stand still for a while and then go on",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=NoSettings,
    make=Pause,
)
