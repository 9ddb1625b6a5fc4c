"""The Uncounted recorder: what those do who mean harm is no sample of the site's service."""

from siaga.crowd.recorder import Recorder
from siaga.crowd.sample import Sample


class Uncounted(Recorder):
    """Takes whatever a visitor tells it, and counts nothing."""

    def __init__(self) -> None:
        """Keep no file."""

    def began(self, population: str, step: str) -> None:
        """Learn no first step."""

    def sent(self, requests: int, *, first: bool = True) -> None:
        """Count no request."""

    def tried(
        self,
        step: str,
        population: str,
        *,
        answered: bool,
        rejected: bool = False,
        blocked: bool = False,
    ) -> None:
        """Count no request."""

    def went_well(self, sample: Sample, requests: int, counts: bool) -> None:  # noqa: FBT001 - as there
        """Count no step."""

    def reacted(self, how: str) -> None:
        """Count no reaction."""

    def reached(self, stage: str) -> None:
        """Count no stage."""

    def sample(self, sample: Sample, *, told: str = "") -> None:
        """Count no step."""
