"""The CPU time of a process is told as it grows."""

from mock_site.process.cpu_time import CpuTime


def test_each_second_of_cpu_time_is_told_once() -> None:
    """At first all since the process began, then what came on top, also if that was nothing."""
    told: list[float] = []
    used_s = iter([1.5, 1.5, 2.25])
    cpu = CpuTime(told.append, lambda: next(used_s))
    for _ in range(3):
        cpu.tell()
    assert told == [1.5, 0.0, 0.75]
