"""A repetition: how the same run is played again, and how its verdict is derived again."""

import shlex
from dataclasses import dataclass

from siaga.record.run_record import RunRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """Commands to type, quoted for a POSIX shell.

    Attributes:
        typed: what was typed for this run; empty if it is not known.
        again: plays the same day again, from the run folder; people are new ones.
        rejudge: derives verdict and reports again from the run folder.
    """

    typed: str
    again: str
    rejudge: str


def repetition(run: RunRecord) -> Repetition:
    """Tell how to repeat a run; the resolved scenario is scaled already, so both scales are 1."""
    host = () if run.owned_site else ("--host", run.host)
    again = ("siaga", "run", "scenario.yaml", "--scale", "1", "--time-scale", "1")
    shares = ("--seed", str(run.seed), "--workers", str(run.workers))
    return Repetition(
        typed=shlex.join(run.command),
        again=shlex.join((*again, *shares, *host)),
        rejudge="siaga report .",
    )
