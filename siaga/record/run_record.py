"""The RunRecord, the PlanRecord and the AbortRecord: what was started, set out to do, ended early."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from siaga.credentials import Credentials
from siaga.record.feed_source import FeedSource
from siaga.record.record import SCHEMA, Record
from siaga.record.run_folder import RunFolder
from siaga.record.site_host import SiteHost
from siaga.sender import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord(Record):
    """What was started, when, how and how it ended; kept in run.json.

    Attributes:
        run_id: name of the run, unique on the machine: scenario and UTC time.
        scenario: name of the scenario.
        started_at: wall time of the start, ISO 8601 UTC.
        host: base URL of the site, without credentials.
        via: base URL of the proxy that the crowd goes by to it; empty: none.
        addresses: to which its name was resolved, once; empty: it has no name, or is siaga's own.
        agreed: what the site has said that it is; empty: it was not asked, being on this machine.
        feeds: of each feed which file it was, as `FeedSource` writes it down.
        hosts: further ones of the site, as `SiteHost` writes them down.
        seed: seed of the run.
        epoch: number of the run from which its identities are made.
        scale: applied scale, 0 to 1.
        time_scale: applied time scale, 0 to 1.
        workers: how many workers were to send.
        owned_site: whether siaga started the site itself.
        command: what was typed.
        versions: version by component.
        ended_at: wall time of the end of sending; empty while it runs.
        interrupted: somebody stopped the run (Ctrl-C, SIGTERM).
        stopped_by: the guard that stopped the run; empty for none.
        aborted_for: id of the objective that was lost and ended the run early; empty for none.
        aborted_at_s: run second up to which the run was seen when that was decided; 0 for none.
        aborted_why: what was lost of it, in words; empty for none.
        notes: what happened to processes, in order: "site ended with code -9 at 42.0 s".
        folder: path of the run folder as it was asked for; empty where nobody wrote it down.
        locustfile: path of the journeys, as seen from the run folder; empty where nobody wrote it down.
        locustfile_digest: SHA-256 of that file.
        site_arguments: what the built-in site was started with.
        replays: id of the run whose visitors this one sends again; empty for a day of its own.
        only: numbers of those visitors; empty for everybody.
        cores: processor cores that siaga could use on its machine; 0 where nobody wrote it down.
        baseline: what the run is held against, as it was asked for; empty for nothing.
        branch: branch whose runs were looked for there; empty where none was named.
        no_baseline: why there is no run to hold it against; empty where there is, or none was asked.
    """

    schema: int = SCHEMA
    run_id: str
    scenario: str
    started_at: str
    host: str
    seed: int
    epoch: int
    scale: float
    time_scale: float
    workers: int
    owned_site: bool
    command: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    ended_at: str = ""
    interrupted: bool = False
    stopped_by: str = ""
    aborted_for: str = ""
    aborted_at_s: int = 0
    aborted_why: str = ""
    notes: tuple[str, ...] = ()
    folder: str = ""
    locustfile: str = ""
    locustfile_digest: str = ""
    site_arguments: tuple[str, ...] = ()
    replays: str = ""
    only: tuple[int, ...] = ()
    cores: int = 0
    baseline: str = ""
    branch: str = ""
    no_baseline: str = ""
    via: str = ""
    addresses: tuple[str, ...] = ()
    agreed: str = ""
    feeds: tuple[Mapping[str, Any], ...] = ()
    hosts: tuple[Mapping[str, Any], ...] = ()

    @property
    def site_hosts(self) -> tuple[SiteHost, ...]:
        """The other hosts of the site.

        Raises:
            ValueError: one of them can be none.
        """
        return tuple(map(SiteHost.from_json, self.hosts))

    @property
    def is_whole(self) -> bool:
        """Whether it went to its end; one that somebody, a guard or an objective ended did not."""
        return not (self.interrupted or self.stopped_by or self.aborted_for)

    @property
    def asks_leave(self) -> bool:
        """Whether the site, or another host of it, is loaded because it has agreed to that."""
        return bool(self.agreed) or any(one.agreed for one in self.site_hosts)

    @property
    def feed_sources(self) -> tuple[FeedSource, ...]:
        """Which file each feed was.

        Raises:
            ValueError: one of them can be none.
        """
        return tuple(map(FeedSource.from_json, self.feeds))

    def sender(self, credentials: Credentials) -> Sender:
        """Give who sends the requests of this run, and where they may go.

        Args:
            credentials: by which the site lets anybody in; no record has them.
        """
        return Sender.to(self.host, self.addresses, self.run_id, credentials)

    def noted(self, note: str) -> "RunRecord":
        """Give the record with one more note."""
        return replace(self, notes=(*self.notes, note))

    def stopped(self, stop: "StopRecord") -> "RunRecord":
        """Give the record of the run that a guard ended."""
        return replace(self, stopped_by=f"{stop.guard}: {stop.why}")

    def aborted(self, abort: "AbortRecord") -> "RunRecord":
        """Give the record of the run that an objective ended early."""
        return replace(
            self,
            aborted_for=abort.objective,
            aborted_at_s=abort.at_s,
            aborted_why=abort.why,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AbortRecord(Record):
    """That a run is to end early, and why; kept in evidence/abort.json from that moment on.

    Attributes:
        objective: id of the objective that is lost.
        at_s: the run second up to which the run was seen, above 0.
        why: what was lost, in words: "it is lost beyond repair".
    """

    schema: int = SCHEMA
    objective: str
    at_s: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRecord(Record):
    """That a guard has ended a run, and why; kept in evidence/stop.json from that moment on.

    Attributes:
        guard: which one: "caps", "kill-file".
        why: what it saw, in words: "more than 100 requests went out in second 5".
    """

    schema: int = SCHEMA
    guard: str
    why: str

    @property
    def note(self) -> str:
        """What the run is told by."""
        return f"the run was ended by a guard, {self.guard}: {self.why}"


def unguarded(folder: RunFolder, code: int | None) -> StopRecord | None:
    """Give that a run ends whose guard has died, since nobody would hold it back; None: it has not.

    Args:
        folder: the run.
        code: that the guard's process ended with; None: it lives, or there is none.
    """
    if code is None or folder.stop.exists():
        return None
    return StopRecord(guard="guard", why=f"its process ended with code {code}")


def stop_of(folder: RunFolder, kill_file: Path | None = None) -> StopRecord | None:
    """Give why a guard ends a run; None where none does.

    Args:
        folder: the run.
        kill_file: a file beside its own that ends it when it is there.

    Raises:
        ValueError: what the guard wrote is damaged.
    """
    for path in filter(None, (folder.kill_file, kill_file)):
        if path.exists():
            return StopRecord(guard="kill-file", why=f"{path.name} was made")
    return StopRecord.read(folder.stop) if folder.stop.exists() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord(Record):
    """What the generator set out to do; kept in evidence/plan.json.

    Attributes:
        t0_s: wall time of the first phase, Unix seconds.
        workers: how many workers share the plan.
        duration_s: length of all phases.
        planned: intended arrivals in each second.
        populations: planned people by population.
    """

    schema: int = SCHEMA
    t0_s: float
    workers: int
    duration_s: float
    planned: tuple[int, ...]
    populations: Mapping[str, int]


def as_json(record: RunRecord | PlanRecord) -> dict[str, Any]:
    """Give a record as a JSON object."""
    return asdict(record)
