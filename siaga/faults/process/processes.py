"""The processes of the built-in site, found below its supervisor by what they run."""

import signal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import psutil

from siaga.faults.fault import FaultError
from siaga.faults.metrics_page import MetricsPage
from siaga.faults.place import Place
from siaga.web import WebError

WORKERS = "workers"
STORE = "store"
NEIGHBOURS = ("registry", "post-office", "evaluator")
TARGETS = ("worker", WORKERS, *NEIGHBOURS, STORE)
"""Whose processes there are; `worker` is one of the workers."""

_BREAKERS = "site_breaker_state"
_SAME_S = 0.5
"""A process that began so close to another, with its id, is that one: times of a start are rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What tells a process from a later one with the same id.

    Attributes:
        pid: its id.
        created_s: when it began, Unix seconds.
    """

    pid: int
    created_s: float

    @classmethod
    def of(cls, process: psutil.Process) -> Self:
        """Give the mark of a process."""
        return cls(pid=process.pid, created_s=process.create_time())

    @classmethod
    def all_of(cls, facts: Iterable[Mapping[str, Any]]) -> list[Self]:
        """Read what `as_json` gave of each."""
        return [cls(**fact) for fact in facts]

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return asdict(self)

    def process(self) -> psutil.Process | None:
        """Give the process; None: it has ended."""
        try:
            process = psutil.Process(self.pid)
            is_same = abs(process.create_time() - self.created_s) < _SAME_S
            return process if is_same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None

    def stands_still(self) -> bool:
        """Tell whether it was stopped and not continued."""
        try:
            process = self.process()
            return process is not None and process.status() == psutil.STATUS_STOPPED
        except psutil.NoSuchProcess:
            return False

    def tell(self, number: signal.Signals) -> bool:
        """Send it a signal; false: it has ended.

        Raises:
            FaultError: it may not be sent one.
        """
        process = self.process()
        try:
            if process is not None:
                process.send_signal(number)
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            raise FaultError(f"process {self.pid}: may not be sent {number.name}") from None
        return process is not None


class Processes:
    """The processes of the built-in site.

    Args:
        place: of the run.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    def supervisor(self) -> Mark:
        """Give the one that keeps the others alive.

        Raises:
            FaultError: the site is not siaga's own, or has ended.
        """
        return Mark.of(self._parent())

    def of(self, target: str) -> list[Mark]:
        """Give the processes of a target, the oldest first.

        Raises:
            FaultError: there are none.
        """
        marks = self._found(target)
        if not marks:
            raise FaultError(f"{target}: has no process of its own below the site's")
        return marks

    def below(self, marks: Sequence[Mark]) -> list[Mark]:
        """Give processes with all that they have started, those first that started others."""
        found: list[Mark] = []
        for mark in marks:
            process = mark.process()
            if process is not None:
                below = process.children(recursive=True)
                found += [mark, *(one for one in map(_mark, below) if one is not None)]
        return found

    def started(self, target: str) -> int:
        """Give how many processes of a target there are, whether they serve yet or not.

        Raises:
            FaultError: the site is not siaga's own, or has ended.
        """
        return len(self._found(target))

    def serving(self, target: str) -> int:
        """Give how many processes of a target serve, 0 where nobody can tell."""
        try:
            marks = self._found(target)
        except FaultError:
            return 0
        if target == STORE:
            return sum(map(_takes_connections, marks))
        is_well = self._is_well(target)
        if target in NEIGHBOURS or not is_well:
            return len(marks) if is_well else 0
        return min(len(marks), self._counting(len(marks)))

    def connections(self, marks: Sequence[Mark]) -> list[Mark]:
        """Give the processes by which PostgreSQL serves its visitors, one a connection."""
        below = [one for mark in marks for one in self.below([mark])[1:]]
        return [one for one in below if _serves_a_connection(one)]

    def _is_well(self, target: str) -> bool:
        """Tell whether a neighbour, or the site, says that it lives."""
        try:
            web = self._place.neighbour(target) if target in NEIGHBOURS else self._place.site()
            return web.status("/healthz") == 200  # noqa: PLR2004 - OK
        except (FaultError, WebError):
            return False

    def _counting(self, at_most: int) -> int:
        """Give how many workers count, and have not died since; `at_most` where nobody tells."""
        try:
            page = MetricsPage.read(self._place.site(), _BREAKERS)
            # Each worker's breaker is in one state, whichever it is.
            return int(page.total(_BREAKERS, neighbour="registry"))
        except FaultError:
            return at_most

    def _found(self, target: str) -> list[Mark]:
        children = self._parent().children()
        found = [_mark(one) for one in children if _runs(one, target)]
        return sorted(filter(None, found), key=lambda one: (one.created_s, one.pid))

    def _parent(self) -> psutil.Process:
        pid = self._place.site_pid
        if pid is None:
            raise FaultError("site: is not siaga's own; its processes cannot be harmed")
        try:
            return psutil.Process(pid)
        except psutil.NoSuchProcess:
            raise FaultError(f"site: its process {pid} has ended") from None


def _mark(process: psutil.Process) -> Mark | None:
    try:
        return Mark.of(process)
    except psutil.NoSuchProcess:
        return None


def _runs(process: psutil.Process, target: str) -> bool:
    """Tell whether a process is one of a target's, by its command line."""
    command = _command(process)
    if target == STORE:
        return bool(command) and Path(command[0]).name == "postgres"
    if target in NEIGHBOURS:
        return f"mock_site.neighbours.{target.replace('-', '_')}" in command
    return "mock_site.worker" in command


def _command(process: psutil.Process) -> list[str]:
    try:
        is_zombie = process.status() == psutil.STATUS_ZOMBIE
        return [] if is_zombie else process.cmdline()
    except psutil.Error:
        return []


def _serves_a_connection(mark: Mark) -> bool:
    """Tell whether a process of PostgreSQL is one of a visitor, by the title that it gives itself."""
    process = mark.process()
    return process is not None and any("[local]" in one for one in _command(process))


def _takes_connections(mark: Mark) -> bool:
    """Tell whether a PostgreSQL says in its own file that it is ready."""
    process = mark.process()
    command = [] if process is None else _command(process)
    if "-D" not in command:
        return False
    try:
        content = Path(command[command.index("-D") + 1], "postmaster.pid").read_text("utf-8")
    except OSError:
        return False
    lines = content.splitlines()
    return lines[:1] == [str(mark.pid)] and lines[-1].strip() == "ready"
