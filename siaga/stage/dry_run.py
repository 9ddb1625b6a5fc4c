"""The dry run of a scenario: what came of one visitor of each population walking its journey.

Nothing is judged: it says what a run would do and where it would fail, before anybody sends one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from siaga.judge.check import step_names
from siaga.record.walk_fact import Asked, Began, Ended, Fact, Vowed
from siaga.scenario.model import Scenario
from siaga.stage.look_up import LookedUp
from siaga.stage.outlook import Outlook

WAYS_TO_END = {
    "left": "the visitor went no further",
    "broke": "the journey broke",
    "late": "the journey goes on and on",
    "many": "the journey asks and asks",
}
"""What is said of a journey that did not come to its end, by how it ended."""

SCHEMA = 1
"""Version of what `as_json` gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollFacts:
    """What the roll says of the walks.

    Attributes:
        configured: whether the scenario says where it is.
        error: why it cannot be read; empty if it can.
        entries: how many it has after the walks.
        strangers: how many of them are new, and of people to whom nothing was promised.
        found: what it says of each promise.
    """

    configured: bool
    error: str = ""
    entries: int = 0
    strangers: int = 0
    found: tuple[LookedUp, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What came of a dry run.

    Attributes:
        scenario: the resolved one.
        host: base URL of the site.
        owned: whether siaga started and stopped it.
        walks: facts of each population, in order.
        broken: why the walks ended before their time; empty if they did not.
        roll: what it says of the promises.
        outlook: what a full run would send.
    """

    scenario: Scenario
    host: str
    owned: bool
    walks: Mapping[str, Sequence[Fact]]
    broken: str
    roll: RollFacts
    outlook: Outlook

    @property
    def problems(self) -> Sequence[str]:
        """A sentence for whatever would keep a run from its purpose; none where nothing would."""
        return list(self._problems())

    @property
    def vows(self) -> Sequence[Vowed]:
        """Every promise that was asked for."""
        return [one for facts in self.walks.values() for one in facts if isinstance(one, Vowed)]

    @property
    def notes(self) -> Sequence[str]:
        """A sentence for whatever is no mistake and worth knowing."""
        return list(self._notes())

    def as_json(self) -> dict[str, Any]:
        """Give all of it as a JSON object."""
        walks = [[json.loads(one.as_line()) for one in facts] for facts in self.walks.values()]
        return {
            "schema": SCHEMA,
            "scenario": self.scenario.name,
            "host": self.host,
            "walks": dict(zip(self.walks, walks, strict=True)),
            "roll": asdict(self.roll),
            "outlook": asdict(self.outlook),
            "notes": self.notes,
            "problems": self.problems,
        }

    def _problems(self) -> Iterator[str]:
        if self.broken:
            yield f"walks: {self.broken}"
        for name, facts in self.walks.items():
            for one in facts:
                if isinstance(one, Ended) and one.how != "whole":
                    yield f"population {name}: {_told(one, facts)}"
                elif isinstance(one, Vowed) and one.outcome == "unknown":
                    yield f"population {name}: the promise of step {one.step!r} ended unknown: {one.why}"
        if self.roll.error:
            yield self.roll.error
        yield from (f"roll: {one.text}" for one in self.roll.found if not one.held)
        yield from self.outlook.stops

    def _notes(self) -> Iterator[str]:
        refused = [one for one in self.vows if one.outcome == "refused"]
        if refused:
            yield f"{len(refused)} of {len(self.vows)} promises were refused: {refused[0].why}"
        if not self.vows:
            yield "no journey asked for a promise: a run would have nothing to audit"
        elif not self.roll.configured:
            yield "the scenario has no roll (site.roll): nobody could tell whether promises are kept"
        if self.roll.strangers:
            yield f"new on the roll, of people to whom nothing was promised: {self.roll.strangers:,}"
        for number, row in enumerate(self.scenario.outcomes):
            decided = any(f"(outcomes.{number})" in one.why for one in self.vows)
            if not decided and self.vows:
                yield f"outcomes.{number} ({row.why}) decided nothing in this walk"
        yield from self._steps_missed()

    def _steps_missed(self) -> Iterator[str]:
        """Tell of objectives about steps that no walk has come to, such as a misspelt one."""
        facts = [one for walk in self.walks.values() for one in walk]
        walked = {one.journey for one in facts if isinstance(one, Began)}
        cut_short = any(isinstance(one, Ended) and one.how != "whole" for one in facts)
        if cut_short or walked != {one.journey for one in self.scenario.traffic.populations}:
            return
        taken = dict.fromkeys(one.step for one in facts if isinstance(one, Asked) and one.step)
        for objective in self.scenario.objectives:
            for step in step_names(objective):
                if step.partition("/")[0] not in taken:
                    known = ", ".join(taken) or "none"
                    yield f"objective {objective.id}: nobody came to a step {step!r}; steps were {known}"


def _told(end: Ended, facts: Sequence[Fact]) -> str:
    """Say in a sentence how a journey ended that did not come to its end."""
    place = f" at {end.place}: {end.line}" if end.place else ""
    asked = [one for one in facts if isinstance(one, Asked)]
    last = asked[-1] if asked and asked[-1].reason == end.why else None
    if last is None:
        return f"{WAYS_TO_END[end.how]}: {end.why}{place}"
    if last.failure:
        return f"step {last.step!r} has no answer: {last.failure}{place}"
    expected = ", ".join(map(str, last.expect))
    return f"step {last.step!r} ended with {last.reason}; it expects {expected}{place}"
