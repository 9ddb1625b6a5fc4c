"""The built-in site as processes of a run: started, waited for, told of its wave, stopped."""

import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from siaga.errors import SiagaError, UsageError
from siaga.faults.place import Place
from siaga.scenario.model import Applied, Site
from siaga.scenario.site import WaitingRoom
from siaga.sender import Sender
from siaga.stage.child import Child
from siaga.stage.store import Store
from siaga.stage.timetable import Change
from siaga.stage.ways import Ways
from siaga.web import Web, WebError

READY_DEADLINE_S = 30.0
STOP_DEADLINE_S = 15.0
BAD_USAGE = 64
_LISTENING = re.compile(r"listening on (http://\S+)")
_NEIGHBOUR = re.compile(r"mock_site (registry|post office|evaluator) on (http://\S+)")


def pace(applied: Applied) -> Sequence[str]:
    """Give the arguments by which the site's waits and its neighbours' limits follow the day's scale.

    A day with a hundredth of the people has a hundredth of the look-ups a second, and one that is played
    five times as fast five times as many.
    """
    rate_scale = applied.scale / applied.time_scale
    return ("--time-scale", f"{applied.time_scale:g}", "--rate-scale", f"{rate_scale:g}")


class BuiltInSite:
    """`python -m mock_site`, with a store of its own in the run's scratch folder.

    Args:
        site: what the scenario says of the site.
        arguments: further arguments for it.
        scratch: folder for the store; it outlives a restart.
        environ: environment to start it in; the admin token is added.
        log: is told what it says.
        ways: to it and its neighbours.
        run_id: of the run.
    """

    def __init__(
        self,
        site: Site,
        arguments: Sequence[str],
        scratch: Path,
        environ: Mapping[str, str],
        log: Callable[[str], None],
        ways: Ways,
        run_id: str = "",
    ) -> None:
        self._ways, self._sender = ways, Sender(run_id=run_id)
        self.token = environ.get("SITE_ADMIN_TOKEN") or secrets.token_urlsafe(24)
        self._environ = {**environ, "SITE_ADMIN_TOKEN": self.token}
        self._log = log
        self._scratch = str(scratch)
        self._child: Child | None = None
        self._port = "0"
        usual = f"sqlite:///{scratch}/site.db"
        self._fixed = ["--processes", str(site.processes), "--store", usual]
        if site.quota is not None:
            self._fixed += ["--quota", str(site.quota)]
        if site.capacity_per_s is not None:
            self._fixed += ["--capacity-per-s", f"{site.capacity_per_s:g}"]
        if site.connections is not None:
            self._fixed += ["--connections", str(site.connections)]
        if site.waiting_room is not None:
            self._fixed += _paced(site.waiting_room)
        self._store = Store.of(arguments, usual)
        self._fixed += [*ways.arguments(), *arguments, *ways.lead_store(self._store)]
        self.url = ""
        self.neighbours: dict[str, str] = {}

    def start(self) -> None:
        """Start it and wait until it is ready; a second start uses the same address and store.

        Raises:
            UsageError: it refuses its arguments, or its port is in use.
            SiagaError: it ends, or is not ready in time.
        """
        command = [sys.executable, "-m", "mock_site", "--port", self._port, *self._fixed]
        self._child = Child("site", command, self._environ, self._log)
        deadline_s = time.monotonic() + READY_DEADLINE_S
        self.url = self._wait_until(deadline_s, self._announced)
        self._port = self.url.rpartition(":")[2]
        said = _NEIGHBOUR.findall(self._said())
        self.neighbours = {name.replace(" ", "-"): url for name, url in said}
        self._keep_post_office()
        for name, url in {**self.neighbours, "site": self.url}.items():
            self._ways.lead(name, url)
        self._wait_until(deadline_s, self._ready)

    def place(self) -> Place:
        """Give what faults can reach of it."""
        return Place(
            site_url=self.url,
            site_pid=None if self._child is None else self._child.pid,
            neighbours=self.neighbours,
            proxy_url=self._ways.url,
            store_path=self._store.path,
            scratch=self._scratch,
            token=self.token,
            run_id=self._sender.run_id,
        )

    def code(self) -> int | None:
        """Give its exit code; None while it lives."""
        return None if self._child is None else self._child.code()

    def tell(self, path: str, change: Change) -> None:
        """Tell it a change of what is at a path.

        Raises:
            WebError: it does not answer as it should; whether it has changed, nobody knows.
        """
        Web(self.url, self.token, sender=self._sender).put(path, dict(change))

    def stop(self) -> None:
        """Stop it if it runs."""
        if self._child is not None and self._child.code() is None:
            self._child.stop(STOP_DEADLINE_S)

    def _keep_post_office(self) -> None:
        """Have a second start give people's letters out where they looked for them before."""
        url = self.neighbours.get("post-office")
        if url is not None and "--post-office-port" not in self._fixed:
            self._fixed += ["--post-office-port", url.rpartition(":")[2]]

    def _announced(self) -> str | None:
        found = _LISTENING.search(self._said())
        return found[1] if found else None

    def _said(self) -> str:
        return "\n".join(self._child.said) if self._child else ""

    def _ready(self) -> str | None:
        try:
            web = Web(self.url, sender=self._sender)
            return "ready" if web.status("/readyz") == 200 else None  # noqa: PLR2004
        except WebError:
            return None

    def _wait_until(self, deadline_s: float, look: Callable[[], str | None]) -> str:
        while time.monotonic() < deadline_s:
            found = look()
            if found:
                return found
            self._refuse_if_ended()
            time.sleep(0.05)
        self.stop()
        raise SiagaError(f"site: was not ready within {READY_DEADLINE_S:g} s; log.txt has its words")

    def _refuse_if_ended(self) -> None:
        code = self.code()
        if code is None or self._child is None:
            return
        self._child.wait(2)
        reason = (self._child.said or ["it said nothing"])[-1]
        error = UsageError if code == BAD_USAGE else SiagaError
        raise error(f"site: ended with code {code} before it was ready: {reason}")


def _paced(room: WaitingRoom) -> Iterator[str]:
    """Tell the site how fast its room lets people in, how many, and how often they are to look."""
    yield from ("--room-admits-per-s", f"{room.admits_per_s:g}")
    if room.inside is not None:
        yield from ("--room-capacity", str(room.inside))
    if room.looks_per_s is not None:
        yield from ("--room-looks-per-s", f"{room.looks_per_s:g}")
    if room.turn_s is not None:
        yield from ("--room-turn-s", f"{room.turn_s:g}")
