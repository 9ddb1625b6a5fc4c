"""An Injection: one fault of a run, from its time until it is healed, written down as it goes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from siaga.faults.fault import Fault, FaultError, Finite, Following, Memory
from siaga.faults.reminder import Reminder
from siaga.record.fault_span import FaultSpan
from siaga.record.hand import BEGIN, HEAL, HandDeed

LOOK_EVERY_S = 1.0
"""How often a fault is asked for its proof, as long as it has none."""

AGAIN_EVERY_S = 5.0
"""How often one is that has been proven: how much it struck, the last look tells, and where metrics are
read each costs the site some milliseconds of CPU time."""

ORDERS_EVERY_S = 0.5
"""How often somebody is listened to who wants a fault to begin now."""

LOOK_TRIES = 3
"""How often a fault is tried to begin: a site that has too much to do may not answer at first."""

HEAL_TRIES = 5
AGAIN_S = 1.0
"""Time from one try to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a fault happens.

    Attributes:
        at_s: when it begins, run seconds.
        for_s: how long it lasts; 0: it is over at once.
        fault: its place among the scenario's faults.
    """

    at_s: float
    for_s: float
    fault: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the injections of a run share.

    Attributes:
        write: writes a span down.
        now_s: run seconds.
        log: is told what goes wrong.
        stop: set to end all of them early.
        ordered: how often somebody has told to do something with a fault: its place among those of the
            scenario, and `BEGIN` or `HEAL`.
        did: writes down what was done because of that.
    """

    write: Callable[[FaultSpan], None]
    now_s: Callable[[], float]
    log: Callable[[str], None]
    stop: threading.Event
    ordered: Callable[[int, str], int] = lambda _fault, _does: 0
    did: Callable[[HandDeed], None] = lambda _deed: None


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
        if not self._its_time():
            return
        memory = self._looked()
        if memory is None:
            return
        # Before anybody can see that it has begun, and order it to end.
        ordered = self._ordered(HEAL)
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
            span = self._last(span, memory, ordered)
        self._heal(span, memory, ended_s)

    def _looked(self) -> Memory | None:
        """Give what healing needs; None where it cannot begin, and stands there as over and unproven."""
        for left in reversed(range(LOOK_TRIES)):
            try:
                return self._fault.look()
            except FaultError as error:
                self._tell("cannot begin", error)
                if not left or self._around.stop.wait(AGAIN_S):
                    break
        now_s = self._around.now_s()
        never = FaultSpan(kind=self._kind, target=self._target, from_s=now_s, until_s=now_s)
        self._around.write(never)
        return None

    def _its_time(self) -> bool:
        """Wait for its time, or for somebody who has it begin now; False: the run ends before."""
        around = self._around
        while (left_s := self._timing.at_s - around.now_s()) > 0:
            if self._ordered(BEGIN):
                self._did(BEGIN)
                break
            if around.stop.wait(min(left_s, ORDERS_EVERY_S)):
                return False
        return not around.stop.wait(0.0)

    def _ordered(self, does: str) -> int:
        return self._around.ordered(self._timing.fault, does)

    def _did(self, what: str) -> None:
        at_s = self._around.now_s()
        self._around.did(HandDeed(kind=self._kind, target=self._target, did=what, at_s=at_s))

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

    def _last(self, span: FaultSpan, memory: Memory, ordered: int) -> FaultSpan:
        """Let it last, and look for its proof meanwhile; whoever orders once more to heal it ends it."""
        around = self._around
        until_s, seen_s = span.from_s + self._timing.for_s, span.from_s
        while True:
            # Before its proof is asked for: one that has ended tells then what came of it.
            ends = self._over(memory) or around.now_s() >= until_s
            if not ends and self._ordered(HEAL) > ordered:
                self._did(HEAL)
                ends = True
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
                self._around.stop.wait(AGAIN_S)
            else:
                self._around.write(healed)
                healed = self._proven(healed, memory)
                self._around.write(replace(healed, rolled_back_s=self._around.now_s()))
                self._reminder.forget()
                return

    def _tell(self, what: str, error: FaultError) -> None:
        self._around.log(f"fault {self._kind} of {self._target} {what}: {error}")
