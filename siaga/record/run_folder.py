"""The RunFolder: where each fact of a run is kept, and the order the files are written in."""

from dataclasses import dataclass
from pathlib import Path

WORKER_FILES = ("ledger", "tallies", "latency")
"""The names of the files that each worker writes."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The files of one run.

    Attributes:
        path: the folder, reports/<scenario>/<UTC time>/.
    """

    path: Path

    @property
    def scenario(self) -> Path:
        """The resolved scenario: scaled, overridden, references to secrets unresolved."""
        return self.path / "scenario.yaml"

    @property
    def run(self) -> Path:
        """What was started, when and how: a `RunRecord`."""
        return self.path / "run.json"

    @property
    def plan(self) -> Path:
        """What the generator set out to do: a `PlanRecord`, written when the first phase is fixed."""
        return self.path / "evidence" / "plan.json"

    @property
    def abort(self) -> Path:
        """That the run is to end early: an `AbortRecord`; there from that moment on."""
        return self.path / "evidence" / "abort.json"

    @property
    def stop(self) -> Path:
        """That a guard has ended the run: a `StopRecord`; there from that moment on."""
        return self.path / "evidence" / "stop.json"

    @property
    def end(self) -> Path:
        """That a master whose web interface stays has ended the sending: an `EndRecord`."""
        return self.path / "evidence" / "end.json"

    @property
    def board(self) -> Path:
        """What the live views show of the run, the last time that somebody looked."""
        return self.path / "evidence" / "board.json"

    @property
    def live_page(self) -> Path:
        """The same as a part of a web page; there where the web interface is shown."""
        return self.path / "evidence" / "live.html"

    @property
    def kill_file(self) -> Path:
        """The file that ends the run when somebody makes it."""
        return self.path / "siaga-stop"

    @property
    def clean(self) -> Path:
        """What `siaga clean` has removed of the run from the site: a `CleanRecord`."""
        return self.path / "clean.json"

    @property
    def cleaning(self) -> "RunFolder":
        """The readings of the roll around a cleaning; no folder where there was none."""
        return RunFolder(self.path / "clean")

    @property
    def mark(self) -> Path:
        """The mark by which a worker knows the master's own folder; there while the run lasts."""
        return self.path / "evidence" / "mark"

    @property
    def roster(self) -> Path:
        """Which workers have come so far, while the master waits for the rest: a `Roster`."""
        return self.path / "evidence" / "roster.json"

    @property
    def clocks(self) -> Path:
        """How far the clocks of the workers were off the master's: a `ClockReading` a line."""
        return self.path / "evidence" / "clocks.jsonl"

    @property
    def clock_jumps(self) -> Path:
        """By how much the master's clock was set while the run lasted: a `ClockJump` a line."""
        return self.path / "evidence" / "clock-jumps.jsonl"

    @property
    def takeovers(self) -> Path:
        """Which workers were lost, and who has sent their visitors since: a `Takeover` a line."""
        return self.path / "evidence" / "takeovers.jsonl"

    @property
    def machine(self) -> Path:
        """How much of the run's machine others took: a `MachineSecond` a line."""
        return self.path / "evidence" / "machine.jsonl"

    @property
    def collection(self) -> Path:
        """What the master knows of the files of all workers: a `Collection`."""
        return self.path / "evidence" / "collection.json"

    @property
    def self_test(self) -> Path:
        """The self-test that the scenario asks for: a `SelfTestRecord`; there where there was one."""
        return self.path / "evidence" / "selftest.json"

    @property
    def baseline(self) -> "RunFolder":
        """What is needed of the run that this one is held against; no folder where there is none."""
        return RunFolder(self.path / "baseline")

    @property
    def verdict(self) -> Path:
        """The verdict, in the form that DESIGN.md fixes."""
        return self.path / "verdict.json"

    @property
    def report(self) -> Path:
        """The report that people open."""
        return self.path / "report.html"

    @property
    def summary(self) -> Path:
        """The verdict in Markdown."""
        return self.path / "summary.md"

    @property
    def junit(self) -> Path:
        """The objectives and rules as JUnit XML."""
        return self.path / "junit.xml"

    @property
    def badge(self) -> Path:
        """The verdict as a small picture."""
        return self.path / "badge.svg"

    @property
    def timeline(self) -> Path:
        """The run second by second."""
        return self.path / "timeline.csv"

    @property
    def locust_stats(self) -> Path:
        """The final statistics as Locust's `--csv` has them."""
        return self.path / "locust_stats.csv"

    @property
    def locust_failures(self) -> Path:
        """The failures in the same form."""
        return self.path / "locust_failures.csv"

    @property
    def locust_history(self) -> Path:
        """The statistics second by second in the same form."""
        return self.path / "locust_stats_history.csv"

    @property
    def log(self) -> Path:
        """What siaga, the generator and the built-in site said."""
        return self.path / "log.txt"

    @property
    def scrapes(self) -> Path:
        """Every scrape of the site's metrics."""
        return self.path / "metrics" / "site.jsonl"

    @property
    def promql(self) -> Path:
        """What a Prometheus answered after the run: a `PromqlRecord`."""
        return self.path / "metrics" / "promql.json"

    @property
    def faults(self) -> Path:
        """From when until when something harmed the site on purpose: a `FaultSpan` a line."""
        return self.path / "faults" / "spans.jsonl"

    @property
    def hand_orders(self) -> Path:
        """Which faults somebody wants to begin or to be healed now: a `HandOrder` a line."""
        return self.path / "faults" / "orders.jsonl"

    @property
    def hand_deeds(self) -> Path:
        """Which of that was done: a `HandDeed` a line."""
        return self.path / "faults" / "by-hand.jsonl"

    @property
    def roll(self) -> Path:
        """The readings of the roll, before, first, second, restarted, and of the notices (.jsonl)."""
        return self.path / "roll"

    @property
    def roll_reads(self) -> Path:
        """Which readings of the roll were taken, when, and what went wrong."""
        return self.path / "roll" / "reads.jsonl"

    def roll_reading(self, name: str) -> Path:
        """Give the entries of one reading of the roll."""
        return self.roll / f"{name}.jsonl"

    def ledger(self, rank: int) -> Path:
        """Give the ledger of one worker."""
        return self.path / "ledger" / f"worker-{rank}.jsonl"

    def tallies(self, rank: int) -> Path:
        """Give the tallies of one worker, one a second."""
        return self.path / "evidence" / f"worker-{rank}.jsonl"

    def latency(self, rank: int) -> Path:
        """Give the latency log of one worker."""
        return self.path / "latency" / f"worker-{rank}.hlog"

    def of_worker(self, rank: int) -> dict[str, Path]:
        """Give the files of one worker, by the names in `WORKER_FILES`."""
        paths = (self.ledger(rank), self.tallies(rank), self.latency(rank))
        return dict(zip(WORKER_FILES, paths, strict=True))

    def ledgers(self) -> list[Path]:
        """List the ledgers there are, in order of rank."""
        return _ranked(self.path / "ledger", "jsonl")

    def tally_files(self) -> list[Path]:
        """List the tally files there are, in order of rank."""
        return _ranked(self.path / "evidence", "jsonl")

    def latency_logs(self) -> list[Path]:
        """List the latency logs there are, in order of rank."""
        return _ranked(self.path / "latency", "hlog")


def _ranked(folder: Path, suffix: str) -> list[Path]:
    return sorted(
        folder.glob(f"worker-*.{suffix}"), key=lambda path: int(path.stem.removeprefix("worker-"))
    )
