"""The Chaos fault: an activity of Chaos Toolkit harms, another shows it, a third undoes it."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from siaga.faults.chaos.answer import name
from siaga.faults.chaos.job import ANYWHERE, CHECK_DEADLINE_S, STOP_DEADLINE_S, Job, answered
from siaga.faults.chaos.lock import wait_for
from siaga.faults.chaos.mask import plain_secrets
from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.waiting import becomes_true
from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeS

TARGETS = ("site", "worker", "workers", "registry", "post-office", "evaluator", "store")
"""Whom an activity harms, only its author knows: what is written is told, and binds nobody."""

PROBE_EVERY_S = 1.0
"""Each probe is a process, and one every fifth of a second would be a load of its own."""

Activity = Mapping[str, Any]


class Undoing(Part):
    """How long undoing may take."""

    within_s: Annotated[SomeS, Field(alias="within")] = 30.0
    """How long the way back may take, and how long after it things may take to be as they were."""


class ChaosSettings(Undoing):
    """Activities as Chaos Toolkit's specification has them."""

    action: Activity
    """What harms."""

    proof: Activity
    """The probe that shows it, by its tolerance; before the action it must be outside of it."""

    rollback: Activity | None = None
    """What undoes the action; to undo twice must do no harm."""

    healed: Activity | None = None
    """The probe that shows, by its tolerance, that all is as it was."""

    configuration: Mapping[str, Any] = {}
    """Values that activities refer to, as in an experiment."""

    secrets: Mapping[str, Any] = {}
    """References to secrets that activities refer to, as in an experiment."""

    def activities(self) -> dict[str, Activity]:
        """Give those there are, by their keys."""
        all_ = {"action": self.action, "proof": self.proof, "rollback": self.rollback}
        return {key: one for key, one in {**all_, "healed": self.healed}.items() if one is not None}


class Chaos:
    """An action, and what shows and undoes it.

    Args:
        order: what was asked for.
        timer: monotonic seconds.
    """

    def __init__(self, order: Order[ChaosSettings], timer: Callable[[], float] = time.monotonic) -> None:
        self._order, self._with, self._timer = order, order.settings, timer
        self._activities = order.settings.activities()
        self._spare: Job | None = None
        self._action: Job | None = None
        self._shown = ""
        self._asked_s: float | None = None

    def look(self) -> Memory:
        """Give the name of its lock.

        Raises:
            FaultError: its proof can be seen already, and would prove nothing.
        """
        self._spare = Job(self._order.place)
        try:
            self._refuse_shown()
        except FaultError:
            self._dismiss()
            raise
        return {"lock": f"chaos-{uuid.uuid4().hex[:8]}.lock"}

    def begin(self, memory: Memory) -> None:
        """Run the action, or begin to where it is to go on in the background.

        Raises:
            FaultError: it fails, or takes longer than the fault lasts.
        """
        self._asked_s = None
        order = self._ordered("action") | {"lock": str(self._lock(memory))}
        action = self._job().do(order)
        # Its way back must not begin late.
        self._spare = Job(self._order.place)
        if self._with.action.get("background"):
            self._action = action
        else:
            self._see(action.answer(self._order.for_s), "action")

    def proof(self, memory: Memory) -> str:
        """Say what its probe answers, once that is within its tolerance.

        Raises:
            FaultError: the probe cannot be run, or the action has failed in the background.
        """
        del memory
        if self._action is not None and self._action.ended():
            action, self._action = self._action, None
            self._see(action.answer(0.0), "action")
        now_s = self._timer()
        if self._shown or (self._asked_s is not None and now_s - self._asked_s < PROBE_EVERY_S):
            return self._shown
        self._asked_s = now_s
        met, told = self._answer("proof", self._with.within_s)
        if met:
            self._shown = f"{name(self._with.proof)}: {told}"
        return self._shown

    def heal(self, memory: Memory) -> None:
        """End the action, run the rollback, and wait until all is as it was.

        Raises:
            FaultError: the rollback fails, or its probe does not see it.
        """
        if self._action is not None:
            self._action.stop(STOP_DEADLINE_S)
            self._action = None
        wait_for(self._lock(memory), STOP_DEADLINE_S)
        within_s = self._with.within_s
        if self._with.rollback is not None:
            rollback = self._job().do(self._ordered("rollback"))
            self._see(rollback.answer(within_s), "rollback")
        self._dismiss()
        healed = self._with.healed
        if healed is not None and not becomes_true(
            lambda: self._answer("healed", within_s)[0], within_s, sleep=_rest
        ):
            raise FaultError(
                f"healed {name(healed)!r}: is not within its tolerance after {within_s:g} s"
            )
        self._asked_s = None
        self._lock(memory).unlink(missing_ok=True)

    def _job(self) -> Job:
        """Give the process that waits for a job, or a fresh one."""
        spare, self._spare = self._spare, None
        return spare or Job(self._order.place)

    def _dismiss(self) -> None:
        """Let the process go that waits for a job, if there is one."""
        if self._spare is not None:
            self._spare.stop(STOP_DEADLINE_S)
            self._spare = None

    def _refuse_shown(self) -> None:
        """Refuse a proof that can be seen before anything is done."""
        met, told = self._answer("proof", self._with.within_s)
        if met:
            what = name(self._with.proof)
            raise FaultError(f"proof {what!r}: {told} before anything was done, so it proves nothing")

    def _answer(self, key: str, within_s: float) -> tuple[bool, str]:
        answer = answered(self._ordered(key), self._order.place, within_s)
        return answer["met"], answer["told"]

    def _ordered(self, key: str) -> dict[str, Any]:
        return {"do": key, "activity": self._activities[key], **_around(self._with)}

    def _see(self, answer: Mapping[str, Any], key: str) -> None:
        if not answer["met"]:
            raise FaultError(f"{key} {name(self._activities[key])!r}: {answer['told']}")

    def _lock(self, memory: Memory) -> Path:
        return Path(self._order.place.records) / str(memory["lock"])


def _rest(_pause_s: float) -> None:
    time.sleep(PROBE_EVERY_S / 2)


def _around(settings: ChaosSettings) -> dict[str, Any]:
    return {"configuration": settings.configuration, "secrets": settings.secrets}


def _problems(settings: ChaosSettings) -> Iterator[str]:
    """Say what is wrong with activities."""
    if settings.rollback is None and settings.healed is None:
        yield "rollback: is missing; write it, or the probe `healed` of what ends by itself"
    yield from plain_secrets(settings.secrets)
    for key, one in settings.activities().items():
        wanted = "action" if key in {"action", "rollback"} else "probe"
        if one.get("type") != wanted:
            yield f"{key}.type: is {one.get('type')!r}; {wanted} is allowed"
        if wanted == "probe" and "tolerance" not in one:
            yield f"{key}.tolerance: is missing; without one a probe shows nothing"
    order = {"do": "check", "activities": settings.activities(), **_around(settings)}
    yield from answered(order, ANYWHERE, CHECK_DEADLINE_S)


KIND = FaultKind(
    name="chaos",
    summary="any activity of Chaos Toolkit, with a probe that shows it and a rollback",
    targets=TARGETS,
    lasting=Lasting.A_WHILE,
    settings=ChaosSettings,
    make=Chaos,
    example="action: …, proof: …, rollback: …",
    anywhere=True,
    check=_problems,
)
