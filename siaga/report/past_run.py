"""A past run: what is known of a run from the two smallest files of its folder."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.report.kept_verdict import KeptVerdict
from siaga.report.mark import DECISIONS, Mark
from siaga.report.run_tree import Stray, place_of
from siaga.report.setting import DIGEST, played_with

DAMAGE = (OSError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What comes of a run.json that is none."""

NO_VERDICT = Mark(word="no verdict", shape="query", tone="quiet")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One run.

    Attributes:
        folder: where it is.
        place: its path as seen from the folder that was looked through.
        name: of the scenario; a replay is one of its own.
        at: when it began.
        settings: what it was played with.
        verdict: what was decided; None where nothing was.
        note: what is to be known of it: that it was interrupted, or why there is no verdict.
    """

    folder: RunFolder
    place: str
    name: str
    at: datetime
    settings: Mapping[str, str]
    verdict: KeptVerdict | None
    note: str = ""

    @property
    def mark(self) -> Mark:
        """How its verdict looks."""
        return NO_VERDICT if self.verdict is None else DECISIONS[self.verdict.verdict]

    @property
    def when(self) -> str:
        """When it began, to the minute, in UTC."""
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def told(self) -> str:
        """Its weightiest reason, and what is to be known of it."""
        reason = "" if self.verdict is None else self.verdict.reason
        return " ".join(filter(None, (self.note, reason)))


def past_run(folder: RunFolder, root: Path) -> PastRun | Stray:
    """Read a run; one whose run.json is damaged is a stray."""
    place = place_of(folder.path, root)
    try:
        run = RunRecord.read(folder.run)
        began = datetime.fromisoformat(run.started_at)
        at = began.astimezone(UTC) if began.tzinfo else began.replace(tzinfo=UTC)
        settings = {**played_with(run), "scenario": _digest(folder.scenario)}
        name = f"{run.scenario}, replayed" if run.replays else f"{run.scenario}"
    except DAMAGE as error:
        return Stray(place=place, why=f"cannot be read: {error}")
    verdict, note = _verdict(folder, run)
    return PastRun(
        folder=folder,
        place=place,
        name=name,
        at=at,
        settings=settings,
        verdict=verdict,
        note=note,
    )


def _verdict(folder: RunFolder, run: RunRecord) -> tuple[KeptVerdict | None, str]:
    cut = "It was stopped before its end." if run.interrupted or run.stopped_by else ""
    try:
        return KeptVerdict.read(folder.verdict), cut
    except FileNotFoundError:
        why = "It has ended without a verdict." if run.ended_at else "It is running, or it broke off."
        return None, why
    except (OSError, ValueError) as error:
        return None, f"Its verdict cannot be read: {error}."


def _digest(path: Path) -> str:
    """Give the checksum of a scenario by which a change of it is seen."""
    if not path.is_file():
        return "not there"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGEST]
