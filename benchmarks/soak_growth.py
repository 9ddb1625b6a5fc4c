"""The Growth of a kind of process: what it holds late in an even day, against what it held early."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from soak_watch import Look

MOST_RATIO = 0.10
SLACK_BYTES = 3 * 2**20
"""What the allocator of a process may hold on to, for each process of a kind."""

SLACK_DESCRIPTORS = 3
READS_THE_RUN = {"exporter": 100_000}
"""Who judges the run so far again and again, and what it may hold for each second of it, in bytes."""

PARTS = 5
MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What one kind of process held.

    Attributes:
        kind: of the processes.
        processes: how many there were, at the median of the end.
        between_s: time from the middle of the second fifth to that of the last.
        early_bytes: memory, at the median of the second fifth of the day.
        late_bytes: memory, at the median of the last fifth.
        early_descriptors: the same of descriptors.
        late_descriptors: the same of descriptors.
    """

    kind: str
    processes: float
    between_s: float
    early_bytes: float
    late_bytes: float
    early_descriptors: float
    late_descriptors: float

    def problem(self) -> str:
        """Say what has grown; empty where nothing has."""
        most_bytes = self.early_bytes * (1 + MOST_RATIO) + SLACK_BYTES * self.processes
        most_bytes += READS_THE_RUN.get(self.kind, 0) * self.between_s
        most_descriptors = self.early_descriptors * (1 + MOST_RATIO) + SLACK_DESCRIPTORS
        grown = []
        if self.late_bytes > most_bytes:
            grown.append(f"holds {self.late_bytes / MB:.1f} MB, {most_bytes / MB:.1f} MB is allowed")
        if self.late_descriptors > most_descriptors:
            grown.append(
                f"holds {self.late_descriptors:g} descriptors, {most_descriptors:.0f} are allowed"
            )
        return f"{self.kind}: {'; '.join(grown)}" if grown else ""

    def cells(self) -> Iterator[str]:
        """Give the cells of its row."""
        yield f"{self.kind} ({self.processes:g})"
        yield f"{self.early_bytes / MB:.1f}"
        yield f"{self.late_bytes / MB:.1f}"
        yield f"{self.early_descriptors:g}"
        yield f"{self.late_descriptors:g}"


def growths(looks: Sequence[Look], began_s: float, ended_s: float) -> Iterator[Growth]:
    """Give the growth of each kind that was there early and late, in the order in which they came.

    Args:
        looks: what was seen.
        began_s: when the day began, Unix seconds.
        ended_s: when its last phase was over.
    """
    fifth_s = (ended_s - began_s) / PARTS
    for kind in dict.fromkeys(one.kind for one in looks):
        own = [one for one in looks if one.kind == kind]
        early = [one for one in own if began_s + fifth_s <= one.at_s < began_s + 2 * fifth_s]
        late = [one for one in own if ended_s - fifth_s <= one.at_s < ended_s]
        if early and late:
            yield Growth(
                kind=kind,
                processes=median(one.processes for one in late),
                between_s=(PARTS - 2) * fifth_s,
                early_bytes=median(one.held_bytes for one in early),
                late_bytes=median(one.held_bytes for one in late),
                early_descriptors=median(one.descriptors for one in early),
                late_descriptors=median(one.descriptors for one in late),
            )
