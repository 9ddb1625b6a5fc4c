"""The Outcome of a run: what whoever started it is given."""

from dataclasses import dataclass

from siaga.judge.verdict import Verdict
from siaga.record.run_folder import RunFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run.

    Attributes:
        folder: the run folder.
        verdict: the verdict.
        interrupted: somebody stopped the run.
        stays: the web interface shows it until somebody ends that.
    """

    folder: RunFolder
    verdict: Verdict
    interrupted: bool
    stays: bool = False
