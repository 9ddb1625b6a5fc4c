"""A line on which a head does not end, or an answer is not taken, is closed after its time."""

from prometheus_client import CollectorRegistry

from mock_site.protection.rejections import Rejections
from mock_site.protection.slow_lines import LATE, SlowLines


class Line:
    """A line that only notes what is done to it."""

    def __init__(self, untaken_bytes: int = 0) -> None:
        self.done: list[bytes] = []
        self._untaken_bytes = untaken_bytes

    def write(self, content: bytes) -> None:
        """Note it."""
        self.done.append(content)

    def get_write_buffer_size(self) -> int:
        """Give what is not taken."""
        return self._untaken_bytes

    def close(self) -> None:
        """Note it."""
        self.done.append(b"close")

    def abort(self) -> None:
        """Note it."""
        self.done.append(b"abort")


class Watched:
    """Slow lines, with their counts."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.lines = SlowLines(Rejections(self._registry), looks=2)

    def look(self) -> None:
        """Look as often as patience lasts."""
        for _ in range(2):
            self.lines.look()

    def count(self, reason: str) -> float | None:
        """Give what was counted."""
        labels = {"layer": "slow-lines", "reason": reason}
        return self._registry.get_sample_value("site_rejections_total", labels)


def test_a_head_that_does_not_end_is_told_so_and_closed() -> None:
    """Its sender may be an honest one with a broken line."""
    watched, line = Watched(), Line()
    watched.lines.head_begun(line)
    watched.lines.look()
    assert line.done == []
    watched.lines.look()
    assert line.done == [LATE, b"close"]
    assert LATE.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert (watched.count("head"), watched.count("untaken")) == (1, 0)


def test_an_answer_that_is_not_taken_is_thrown_away_with_its_line() -> None:
    """Whoever takes nothing would never take the end of it either."""
    watched, line = Watched(), Line()
    watched.lines.answer_waits(line)
    watched.look()
    assert line.done == [b"abort"]
    assert (watched.count("head"), watched.count("untaken")) == (0, 1)


def test_a_line_that_parts_must_have_taken_everything_soon() -> None:
    """One that has is nobody's concern."""
    watched, slow, quick = Watched(), Line(untaken_bytes=1), Line()
    for line in (slow, quick):
        watched.lines.head_begun(line)
        watched.lines.parting(line)
    watched.look()
    assert (slow.done, quick.done) == ([b"abort"], [])


def test_whoever_has_done_what_was_waited_for_is_left_alone() -> None:
    """And so is one that is closed already."""
    watched, line, closed = Watched(), Line(), Line()
    watched.lines.head_begun(line)
    watched.lines.answer_waits(line)
    watched.lines.head_come(line)
    watched.lines.answer_taken(line)
    for note in (watched.lines.head_begun, watched.lines.answer_waits, watched.lines.gone):
        note(closed)
    watched.look()
    assert line.done == closed.done == []
