"""The Ending of processes: they are sent a signal, end, and others take their places."""

import random
import signal
from collections.abc import Sequence

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import NoSettings, Order
from siaga.faults.process.processes import STORE, Mark, Processes
from siaga.faults.waiting import becomes_true

GONE_WITHIN_S = 10.0
"""A process that drains has ended by then."""

STARTED_WITHIN_S = 5.0
"""Another has been started by then, where one is at all: the built-in site pauses for half a second."""

AGAIN_WITHIN_S = 30.0
"""Another serves by then: a worker starts in a second or two, on a busy machine in ten."""

_ONE = "worker"


def struck(marks: Sequence[Mark], target: str, seed: int) -> list[Mark]:
    """Give those of a target: one, drawn by a seed, where the target is a worker, else all."""
    if target != _ONE:
        return list(marks)
    return [random.Random(seed).choice(marks)]  # noqa: S311 - draws a victim, no secret


class Ending:
    """Processes that are sent a signal which ends them.

    Args:
        order: what was asked for.
        number: the signal.
        word: for what happens to them.
        of_store: the signal for PostgreSQL.
        to_supervisor: whether the signal goes to the supervisor, which ends them.
        of: whose processes they are; empty: the target's.
    """

    def __init__(
        self,
        order: Order[NoSettings],
        number: signal.Signals,
        word: str,
        *,
        of_store: signal.Signals | None = None,
        to_supervisor: bool = False,
        of: str = "",
    ) -> None:
        self._target, self._seed, self._word = of or order.target, order.seed, word
        self._number = of_store if order.target == STORE and of_store is not None else number
        self._to_supervisor = to_supervisor
        self._missed = False
        self._processes = Processes(order.place)

    def look(self) -> Memory:
        """Remember who is to end, and how many serve.

        Raises:
            FaultError: there is no such process.
        """
        marks = self._processes.of(self._target)
        told = [self._processes.supervisor()] if self._to_supervisor else []
        victims = struck(marks, self._target, self._seed)
        return {
            "victims": [one.as_json() for one in victims],
            "told": [one.as_json() for one in told or victims],
            "serving": self._processes.serving(self._target),
        }

    def begin(self, memory: Memory) -> None:
        """Send the signal.

        Raises:
            FaultError: one of them has ended already.
        """
        for mark in Mark.all_of(memory["told"]):
            if not mark.tell(self._number):
                self._missed = True
                raise FaultError(f"{self._target}: process {mark.pid} had ended by itself")

    def proof(self, memory: Memory) -> str:
        """Say that all of them have ended, unless one had ended before it was sent its signal."""
        victims = Mark.all_of(memory["victims"])
        if self._missed or any(one.process() is not None for one in victims):
            return ""
        ids = ", ".join(str(one.pid) for one in victims)
        return f"{'processes' if len(victims) > 1 else 'process'} {ids} {self._word}"

    def heal(self, memory: Memory) -> None:
        """Wait until as many serve as before; those that have ended do not come back.

        One worker among several may be left dead: whether a site starts another is for its objectives
        to judge, and there is nothing to undo.

        Raises:
            FaultError: fewer serve.
        """
        victims = Mark.all_of(memory["victims"])
        # Who drains still counts; but one that was never sent its signal is not waited for longer.
        gone_s = GONE_WITHIN_S * (len(victims) if self._to_supervisor else 1)
        becomes_true(lambda: all(one.process() is None for one in victims), gone_s)
        wanted, serving = memory["serving"], self._processes.serving
        if self._target == _ONE and self._is_left_dead(wanted) and serving(_ONE):
            return
        if not becomes_true(lambda: serving(self._target) >= wanted, AGAIN_WITHIN_S):
            now = serving(self._target)
            raise FaultError(f"{self._target}: {now} serve; {wanted} did before, and should again")

    def _is_left_dead(self, wanted: int) -> bool:
        """Tell whether nobody has started another, by the processes: asking a site costs it time."""
        started = self._processes.started
        return not becomes_true(lambda: started(_ONE) >= wanted, STARTED_WITHIN_S)
