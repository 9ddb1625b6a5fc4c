"""The Calm of a run: the times in which nothing that harms the site excuses how it does."""

from siaga.record.fault_span import fault_spans
from siaga.record.run_folder import RunFolder


class Calm:
    """Knows when faults were at work, from what their injector writes.

    Args:
        folder: the run.
        recovery_s: how long after a fault the site may take to be itself again.
    """

    def __init__(self, folder: RunFolder, recovery_s: float) -> None:
        self._folder, self._recovery_s = folder, recovery_s
        self._spans: list[tuple[float, float]] = []

    def look(self) -> None:
        """Take in which faults there are by now; a file that is just being written is read next time."""
        try:
            spans = fault_spans(self._folder.faults)
        except ValueError:
            return
        self._spans = [
            (one.from_s, float("inf") if one.until_s is None else one.until_s + self._recovery_s)
            for one in spans
        ]

    def at(self, run_s: float) -> bool:
        """Tell whether nothing harms the site in the second that ends here, nor did so just before."""
        return not any(from_s <= run_s and run_s - 1 <= until_s for from_s, until_s in self._spans)
