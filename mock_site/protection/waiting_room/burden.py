"""The Burden of one process: what people inside have asked of it, and what that cost."""

from mock_site.protection.waiting_room.load import Load


class Burden:
    """Counts."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self._asked = self._shed = self._slow = self._looks = self._commits = 0
        self._late_s = self._committed_s = 0.0

    def load(self) -> Load:
        """Give everything since it was cleared."""
        return Load(
            asked=self._asked,
            shed=self._shed,
            slow=self._slow,
            looks=self._looks,
            late_s=self._late_s,
            commits=self._commits,
            committed_s=self._committed_s,
        )

    def answered(self, *, is_slow: bool) -> None:
        """Note a request that was answered."""
        self._asked += 1
        self._slow += is_slow

    def shed(self) -> None:
        """Note a request that was turned away because it was too much."""
        self._asked += 1
        self._shed += 1

    def looked(self, late_s: float) -> None:
        """Note by how much the event loop was late."""
        self._looks += 1
        self._late_s += late_s

    def committed(self, took_s: float) -> None:
        """Note a commit."""
        self._commits += 1
        self._committed_s += took_s
