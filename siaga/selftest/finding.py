"""A Finding of the self-test: what came of one trial, and whether siaga saw what there was to see."""

from dataclasses import dataclass

from siaga.judge.verdict import Decision
from siaga.selftest.sight import Sight
from siaga.selftest.trial import Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of one trial.

    Attributes:
        trial: what was played.
        sight: what the verdict said; None if there is none.
        took_s: from the start of the command to its end.
        trouble: why there is no verdict, or why what it says is not the trial's doing; else empty.
    """

    trial: Trial
    sight: Sight | None
    took_s: float
    trouble: str = ""

    def __post_init__(self) -> None:
        """Refuse a finding that says neither what came out nor why nothing did."""
        if self.sight is None and not self.trouble:
            raise ValueError(f"{self.trial.name}: has neither a verdict nor a trouble; one is needed")

    @property
    def is_right(self) -> bool:
        """Whether the verdict is the right one, for the right reason."""
        return self.sight is not None and not self.trouble and self.trial.is_right(self.sight)

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided where something was to be: the run itself went badly."""
        undecided = self.sight is not None and self.sight.decision is Decision.INCONCLUSIVE
        return undecided and not self.is_right

    @property
    def said(self) -> str:
        """The verdict in a word, or that there is none."""
        return "no verdict" if self.sight is None else self.sight.decision.value

    @property
    def why(self) -> str:
        """The signs by which it was seen; for a wrong verdict, what it said instead."""
        if self.trouble or self.sight is None:
            return self.trouble
        if not self.is_right:
            return self.sight.reason
        return ", ".join(map(str, self.trial.seen_in(self.sight))) or "nothing was broken"
