"""The ProbeWatch of a run: asks for a page by itself, and says when it has failed for too long."""

from collections.abc import Callable

from siaga.scenario.stops import Probe
from siaga.stage.calm import Calm
from siaga.web import WebError

EVERY_S = 1.0
SERVER_ERROR = 500


class ProbeWatch:
    """Asks once a second.

    Args:
        probe: what to ask for.
        status: gives the status of a page.
        run_s: seconds since the first phase; below 0 before it.
        calm: knows when faults are at work.
    """

    name = "probe"

    def __init__(
        self, probe: Probe, status: Callable[[str], int], run_s: Callable[[], float], calm: Calm
    ) -> None:
        self._probe, self._status, self._run_s, self._calm = probe, status, run_s, calm
        self._next_s = 0.0
        self._failing_s: float | None = None

    def look(self) -> str:
        """Ask if it is time, and say that it fails for too long; empty: it does not."""
        now_s = self._run_s()
        if now_s < self._next_s:
            return ""
        self._next_s = now_s + EVERY_S
        trouble = self._trouble()
        if not trouble or not self._calm.at(now_s):
            self._failing_s = None
            return ""
        if self._failing_s is None:
            self._failing_s = now_s
        if now_s - self._failing_s < self._probe.failing_s:
            return ""
        return f"{self._probe.path} has failed for {self._probe.failing_s:g} s: {trouble}"

    def _trouble(self) -> str:
        try:
            status = self._status(self._probe.path)
        except WebError:
            return f"no answer within {self._probe.within_s:g} s"
        return f"status {status}" if status >= SERVER_ERROR else ""
