"""The RunRecord and the PlanRecord: what was started, and what the generator set out to do."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """A value kept in a JSON file of its own, replaced whole."""

    def write(self, path: Path) -> None:
        """Write the record; readers see the old one or the new one, never half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        fresh.replace(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a record back.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is no such record, or of another schema.
        """
        try:
            return cls._of(json.loads(path.read_text(encoding="utf-8")))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{path.name}: is no record of a run ({error})") from None

    @classmethod
    def _of(cls, fact: Mapping[str, Any]) -> Self:
        if fact["schema"] != SCHEMA:
            raise ValueError(f"schema {fact['schema']!r} is not known; {SCHEMA} is")
        # JSON knows no tuples, and a list would make the record unequal to the one written.
        return cls(**{key: tuple(one) if isinstance(one, list) else one for key, one in fact.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord(_Record):
    """What was started, when, how and how it ended; kept in run.json.

    Attributes:
        run_id: name of the run, unique on the machine: scenario and UTC time.
        scenario: name of the scenario.
        started_at: wall time of the start, ISO 8601 UTC.
        host: base URL of the site, without credentials.
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
        notes: what happened to processes, in order: "site ended with code -9 at 42.0 s".
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
    notes: tuple[str, ...] = ()

    def noted(self, note: str) -> "RunRecord":
        """Give the record with one more note."""
        return replace(self, notes=(*self.notes, note))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord(_Record):
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
