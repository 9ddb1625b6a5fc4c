"""An Injection: one fault of a run, from its time until it is healed, written down as it goes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from siaga.faults.fault import Fault, FaultError, Finite, Following, Memory
from siaga.faults.reminder import Reminder
from siaga.record.fault_span import FaultSpan

LOOK_EVERY_S = 1.0
"""How often a fault is asked for its proof, as long as it has none."""

AGAIN_EVERY_S = 5.0
"""How often one is that has been proven: how much it struck, the last look tells, and where metrics are
read each costs the site some 25 ms of CPU time."""

HEAL_TRIES = 5
HEAL_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a fault happens.

    Attributes:
        at_s: when it begins, run seconds.
        for_s: how long it lasts; 0: it is over at once.
    """

    at_s: float
    for_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the injections of a run share.

    Attributes:
        write: writes a span down.
        now_s: run seconds.
        log: is told what goes wrong.
        stop: set to end all of them early.
    """

    write: Callable[[FaultSpan], None]
    now_s: Callable[[], float]
    log: Callable[[str], None]
    stop: threading.Event


class Injection:
    """Injects one fault; what has begun is healed, whatever goes wrong.

    Args:
        name: kind and target.
        fault: that is injected.
        timing: when.
        reminder: keeps on the disk what healing needs.
        around: what all injections share.
    """

    def __init__(
        self,
        name: tuple[str, str],
        fault: Fault,
        timing: Timing,
        reminder: Reminder,
        around: Surroundings,
    ) -> None:
        self._kind, self._target = name
        self._fault, self._timing, self._reminder, self._around = fault, timing, reminder, around

    def run(self) -> None:
        """Wait for its time, harm, prove, heal."""
        around = self._around
        if around.stop.wait(max(self._timing.at_s - around.now_s(), 0.0)):
            return
        try:
            memory = self._fault.look()
        except FaultError as error:
            self._tell("cannot begin", error)
            self._begun()
            return
        span = self._begun()
        self._reminder.keep(span, memory)
        ended_s = None
        try:
            self._fault.begin(memory)
            # What is over in a moment has ended now, however long it takes to be seen or undone.
            ended_s = None if self._timing.for_s else around.now_s()
        except FaultError as error:
            self._tell("could not begin as it should", error)
        else:
            span = self._last(span, memory)
        self._heal(span, memory, ended_s)

    def mend(self) -> None:
        """Heal what an injector began that was killed; nothing where nothing was under way."""
        found = self._reminder.found()
        if found is not None:
            span, memory = found
            self._heal(self._proven(span, memory), memory)

    def _begun(self) -> FaultSpan:
        """Write down that it begins now; whether it did is for its proof to show."""
        span = FaultSpan(kind=self._kind, target=self._target, from_s=self._around.now_s())
        self._around.write(span)
        return span

    def _last(self, span: FaultSpan, memory: Memory) -> FaultSpan:
        """Let it last, and look for its proof meanwhile."""
        around = self._around
        until_s, seen_s = span.from_s + self._timing.for_s, span.from_s
        while True:
            # Before its proof is asked for: one that has ended tells then what came of it.
            ends = self._over(memory) or around.now_s() >= until_s
            self._follow(memory)
            if ends or span.proven_s is None or around.now_s() - seen_s >= AGAIN_EVERY_S:
                span, seen_s = self._proven(span, memory), around.now_s()
            left_s = max(until_s - around.now_s(), 0.0)
            if ends or around.stop.wait(min(left_s, LOOK_EVERY_S)):
                return span

    def _follow(self, memory: Memory) -> None:
        """Have it harm what has come since it began, if it is of such a kind."""
        if isinstance(self._fault, Following):
            try:
                self._fault.follow(memory)
            except FaultError as error:
                self._tell("cannot follow", error)

    def _over(self, memory: Memory) -> bool:
        """Tell whether it has ended by itself, if it is of such a kind."""
        return isinstance(self._fault, Finite) and self._fault.over(memory)

    def _proven(self, span: FaultSpan, memory: Memory) -> FaultSpan:
        """Give the span with its proof of now: what was struck is told again as it grows."""
        try:
            proof = self._fault.proof(memory)
        except FaultError as error:
            self._tell("cannot be seen", error)
            return span
        if not proof or proof == span.proof:
            return span
        proven_s = self._around.now_s() if span.proven_s is None else span.proven_s
        span = replace(span, proof=proof, proven_s=proven_s)
        self._around.write(span)
        return span

    def _heal(self, span: FaultSpan, memory: Memory, ended_s: float | None = None) -> None:
        """Heal, again and again where it does not work at once, and look for the proof a last time."""
        for _ in range(HEAL_TRIES):
            until_s = self._around.now_s() if ended_s is None else ended_s
            healed = replace(span, until_s=until_s)
            try:
                self._fault.heal(memory)
            except FaultError as error:
                self._tell("is not healed", error)
                self._around.stop.wait(HEAL_AGAIN_S)
            else:
                self._around.write(healed)
                healed = self._proven(healed, memory)
                self._around.write(replace(healed, rolled_back_s=self._around.now_s()))
                self._reminder.forget()
                return

    def _tell(self, what: str, error: FaultError) -> None:
        self._around.log(f"fault {self._kind} of {self._target} {what}: {error}")
