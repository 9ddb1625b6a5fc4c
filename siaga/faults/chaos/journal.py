"""The Journal of an experiment: it shows whether it harmed as it was to, and whether that is undone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from siaga.faults.chaos.answer import done, name
from siaga.faults.fault import FaultError

PROVEN = ("completed", "interrupted")
"""How an experiment ends that went as it was to, or was told to end; others are failed and aborted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaosJournal:
    """A journal as Chaos Toolkit has written it so far.

    Attributes:
        content: the JSON; empty: nothing was written.
    """

    content: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> "ChaosJournal":
        """Read one; there may be none yet.

        Raises:
            FaultError: it is damaged.
        """
        try:
            return cls(content=json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return cls(content={})
        except (OSError, ValueError) as error:
            raise FaultError(f"{path}: is no journal ({error}); it is damaged") from None

    def proof(self) -> str:
        """Say what was done, once the experiment has ended; empty: it has not.

        That it completed is not enough: it does so where nothing was done, too.

        Raises:
            FaultError: it did not do all that it was to do.
        """
        status = self.content.get("status")
        if status is None:
            return ""
        if self._steady("before") is False:
            raise FaultError("the steady state was not met before the method, so nothing was done")
        actions = [run for run in self._runs("run") if run["activity"]["type"] == "action"]
        # What was under way when it was told to end has no status, and did not fail.
        failed = [name(run["activity"]) for run in actions if "status" in run and not _done(run)]
        struck = sum(map(_done, actions))
        # A probe that got no answer after the method fails the experiment: the harm is the reason.
        well = status in PROVEN or self.content.get("deviated")
        if not well or failed or not struck:
            raise FaultError(
                f"it ended as {status}, {struck} actions done; failed: {', '.join(failed) or 'none'}"
            )
        planned = max(len(actions), self._planned())
        return f"{struck} of {planned} actions were done; {status}{self._deviation()}"

    def left_over(self) -> Sequence[str]:
        """Name the rollbacks that were not done."""
        declared = [name(one) for one in self.content.get("experiment", {}).get("rollbacks", [])]
        undone = [name(run["activity"]) for run in self._runs("rollbacks") if _done(run)]
        for one in undone:
            if one in declared:
                declared.remove(one)
        return declared

    def _planned(self) -> int:
        """Count the actions as they are written; those referred to are known once they run."""
        method = self.content.get("experiment", {}).get("method", [])
        return sum(one.get("type") == "action" for one in method)

    def _runs(self, key: str) -> Sequence[Mapping[str, Any]]:
        return [run for run in self.content.get(key) or [] if run]

    def _steady(self, when: str) -> bool | None:
        """Tell whether the steady state was met; None: it was not looked at."""
        state = (self.content.get("steady_states") or {}).get(when)
        return None if state is None else bool(state["steady_state_met"])

    def _deviation(self) -> str:
        if self.content.get("deviated"):
            return ", and deviated from the steady state"
        return ", and the steady state held" if self._steady("after") else ""


def _done(run: Mapping[str, Any]) -> bool:
    return run.get("status") == "succeeded" and done(run["activity"], run.get("output"))
