"""A Run made by hand: a folder with just the facts that a test names, written by the real writers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

from siaga.ledger.journal import Journal
from siaga.ledger.misdeed import Misdeed
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.observe.scrape import SeriesKey
from siaga.observe.series import SeriesLog
from siaga.record.clock_reading import ClockReading
from siaga.record.json_lines import JsonLines
from siaga.record.latency import Interval, LatencyLog
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.tally import StepCount, Tally
from siaga.roll.entry import Entry as RollEntry
from siaga.roll.reading import Reading
from siaga.scenario.model import Objective, Scenario
from tests.closing import closed_with
from tests.judge.collected import collected
from tests.judge.histograms import recorded
from tests.judge.loaded import changed

T0_S = 1_800_000_000.0
PER_S = 100
DURATION_S = 20

SCENARIO = """
name: hand-made
description: A day that a test makes by hand.
seed: 1
locustfile: opening_day.py
traffic:
  phases:
    - {name: doors-open, for: 10 s, rate: 100/s}
    - {name: evening, for: 10 s, rate: 100/s}
  populations: [{name: visitors, journey: visitor}]
site:
  quota: 10
  roll: {path: /admin/roll}
objectives:
  - {id: join-latency, expect: p99 of join <= 1.5 s, key: true}
  - {id: errors, expect: error ratio <= 5 %}
evidence: {acknowledged: 3, seen: [refusal]}
"""

Entry = tuple[str, str | None, str | None, float | None] | RollEntry
"""Person, operation, seat, time; or an entry with all that a roll can say."""


@dataclass(slots=True, weakref_slot=True)
class Run:
    """A run folder that is being made.

    Attributes:
        folder: where it is.
        scenario: what was to happen.
        workers: how many workers there were.
        visitors: the visitor behind each person; 0 behind those who are not named.
    """

    folder: RunFolder
    scenario: Scenario
    workers: int = 1
    visitors: dict[str, int] = field(default_factory=dict)
    _journals: dict[int, Journal] = field(default_factory=dict)

    def promises(self, rank: int = 0, /, **outcomes: Outcome | None) -> None:
        """Have each person ask for a seat once; None leaves the operation without completion."""
        self.operations(list(outcomes.items()), rank)

    def operations(self, asked: Iterable[tuple[str, Outcome | None]], rank: int = 0) -> None:
        """Have people ask, as often as they are named."""
        journal = self._journal(rank)
        for at_s, (person, outcome) in enumerate(asked):
            operation = journal.invoke(kind="join", person=person, key=f"key-{person}", at_s=float(at_s))
            if outcome is not None:
                receipt = f"receipt-{person}" if outcome is Outcome.OK else ""
                journal.complete(
                    operation, outcome=outcome, status=201, seat=receipt, at_s=at_s + 0.5, why="told"
                )
        self.collect()

    def _journal(self, rank: int = 0) -> Journal:
        """Give a worker's ledger, made when it is first written."""
        if rank not in self._journals:
            self._journals[rank] = closed_with(self, Journal(self.folder.ledger(rank), rank))
        return self._journals[rank]

    def receipts(self, told: Iterable[tuple[str, str, str]]) -> None:
        """Have the site say yes to people, each with a key and a receipt."""
        journal = self._journal()
        for at_s, (person, key, receipt) in enumerate(told):
            operation = journal.invoke(kind="join", person=person, key=key, at_s=float(at_s))
            journal.complete(
                operation, outcome=Outcome.OK, status=201, seat=receipt, at_s=at_s + 0.5, why="told"
            )
        self.collect()

    def asks(
        self,
        person: str,
        outcome: Outcome | None,
        began_s: float,
        ended_s: float,
        *,
        content: str = "",
        means: str = "",
        receipt: str | None = None,
    ) -> None:
        """Have a person ask between two run seconds; None leaves the operation without completion."""
        journal = self._journal()
        operation = journal.invoke(
            kind="join",
            person=person,
            key=f"key-{person}",
            at_s=began_s,
            visitor=self.visitors.get(person, 0),
            content=content,
        )
        granted = f"receipt-{person}" if receipt is None and outcome is Outcome.OK else receipt or ""
        if outcome is not None:
            journal.complete(
                operation,
                outcome=outcome,
                status=201,
                seat=granted,
                at_s=ended_s,
                why="told",
                means=means,
            )
        self.collect()

    def sees(self, *looks: Sighting) -> None:
        """Have people see something, in the order in which they are given."""
        journal = self._journal()
        for look in looks:
            journal.sight(look)
        self.collect()

    def tries(self, *tried: Misdeed) -> None:
        """Have somebody who means harm try something, beside those who do not."""
        for one in tried:
            self._journal().tell(one)
        self.collect()

    def roll(self, **readings: Iterable[Entry] | str) -> None:
        """Write readings of the roll by name, in place of those before; a text is why one failed."""
        self.folder.roll_reads.unlink(missing_ok=True)
        self.also_read(readings)

    def also_read(self, readings: Mapping[str, Iterable[Entry] | str]) -> None:
        """Write more readings by name, such as those of the notices."""
        log = JsonLines(self.folder.roll_reads)
        for at_s, (name, found) in enumerate(readings.items()):
            error = found if isinstance(found, str) else ""
            rows = [] if isinstance(found, str) else [_row(entry) for entry in found]
            log.append(asdict(Reading(name=name, at_s=T0_S + at_s, entries=len(rows), error=error)))
            if not error:
                lines = "".join(f"{json.dumps(row)}\n" for row in rows)
                self.folder.roll_reading(name).write_text(lines, encoding="utf-8")
        log.close()

    def tallies(self, tallies: Iterable[Tally], rank: int = 0) -> None:
        """Write what a worker counted, in place of what was written before."""
        self.folder.tallies(rank).unlink(missing_ok=True)
        lines = JsonLines(self.folder.tallies(rank))
        for tally in tallies:
            lines.append(tally.as_json())
        lines.close()
        self.collect()

    def latencies(self, step: str, by_second: Mapping[int, Iterable[float]], rank: int = 0) -> None:
        """Write how long a step took, in seconds, by the second in which it ended."""
        log = LatencyLog(self.folder.latency(rank), T0_S)
        for second, latencies_s in by_second.items():
            asked = tuple(latencies_s)
            for intended, each in ((True, asked), (False, tuple(one / 2 for one in asked))):
                latencies = recorded(each)
                log.append(Interval(second=second, step=step, intended=intended, latencies=latencies))
        log.close()
        self.collect()

    def scrapes(self, shown: Iterable[Mapping[str, float] | None], every_s: float = 1.0) -> None:
        """Write what the site showed at each scrape, in place of what was; None for one that failed."""
        self.folder.scrapes.unlink(missing_ok=True)
        log = SeriesLog(self.folder.scrapes)
        for number, values in enumerate(shown):
            keys = {_key(text): value for text, value in (values or {}).items()}
            error = "no answer" if values is None else ""
            log.append(T0_S + number * every_s, up=values is not None, samples=keys, error=error)
        log.close()

    def day(self, rank: int = 0, *, close: bool = True, **changed: Sequence[object]) -> None:
        """Write a worker's whole day; each change is one value a second, the last for those after it."""
        for_each = [
            {name: values[min(second, len(values) - 1)] for name, values in changed.items()}
            for second in range(DURATION_S)
        ]
        self.tallies(
            (
                whole_second(second, closed=close and second == DURATION_S - 1, **one)
                for second, one in enumerate(for_each)
            ),
            rank,
        )

    def judged_with(self, **parts: object) -> Self:
        """Give the run with parts of its scenario changed: `site`, `objectives`, `evidence`."""
        self.scenario = changed(self.scenario, **parts)
        return self

    def expecting(self, *expressions: str, key: bool = False) -> Self:
        """Give the run with an objective for each expression, named by their places."""
        objectives = [
            Objective(id=f"o{place}", expect=text, key=key) for place, text in enumerate(expressions)
        ]
        return self.judged_with(objectives=tuple(objectives))

    def clocks(self, *readings: ClockReading) -> None:
        """Write how far the clocks of the workers were off, in place of what was written before."""
        lines = "".join(f"{json.dumps(one.as_json())}\n" for one in readings)
        self.folder.clocks.write_text(lines, encoding="utf-8")

    def record(self, **changed: object) -> None:
        """Write run.json, the plan, and that the clocks of the workers were right."""
        given = {
            "run_id": "hand-made/1",
            "scenario": "hand-made",
            "started_at": "2027-01-15T08:00:00.000+00:00",
            "host": "http://127.0.0.1:1",
            "seed": 1,
            "epoch": 1,
            "scale": 1.0,
            "time_scale": 1.0,
            "workers": self.workers,
            "owned_site": False,
        }
        record = RunRecord(**{**given, **changed})  # type: ignore[arg-type]
        record.write(self.folder.run)
        PlanRecord(
            t0_s=T0_S,
            workers=self.workers,
            duration_s=float(DURATION_S),
            planned=(PER_S,) * DURATION_S,
            populations={"visitors": PER_S * DURATION_S},
        ).write(self.folder.plan)
        right = {"at_s": 0.0, "offset_s": 0.0, "error_s": 0.0}
        self.clocks(*(ClockReading(worker=rank, **right) for rank in range(record.workers)))
        self.collect()

    def collect(
        self, told: Mapping[str, str] | None = None, *, in_place: bool = True, lost: int | None = None
    ) -> None:
        """Have the master write down what is there of a run that is recorded, and that it is right.

        Args:
            told: checksums of the first worker's files that are not right, by name.
            in_place: whether the workers wrote into the run folder themselves.
            lost: rank of a worker that never said what its files should hold.
        """
        if self.folder.run.exists():
            collected(self.folder, told or {}, in_place=in_place, lost=lost).write(
                self.folder.collection
            )


def _row(entry: Entry) -> dict[str, object]:
    if isinstance(entry, RollEntry):
        return entry.as_json()
    return dict(zip(("person", "operation", "seat", "at_s"), entry, strict=True))


def _key(text: str) -> SeriesKey:
    """Read `name` or `name{label=value}`."""
    name, _, labels = text.partition("{")
    pairs = (pair.split("=", 1) for pair in labels.rstrip("}").split(",") if pair)
    return SeriesKey.of(name, dict(pairs))


def entry(person: str, seat: int) -> Entry:
    """Give the entry that a person's own operation left on the roll."""
    return (person, f"key-{person}", str(seat), T0_S + seat)


def whole_second(second: int, *, closed: bool = False, **changed: object) -> Tally:
    """Give a second in which everything went as planned."""
    given: dict[str, object] = {
        "second": second,
        "arrived": PER_S,
        "finished": PER_S,
        "sent": PER_S,
        "cpu_ratio": 0.2,
    }
    given["steps"] = {"join": StepCount(good=PER_S)}
    return Tally(**{**given, **changed, "closed": closed})  # type: ignore[arg-type]
