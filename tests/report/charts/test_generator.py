"""Claims about the health of the generator: every worker over time, beside what is allowed."""

from siaga.report.charts.day import Day
from siaga.report.charts.generator import generator
from siaga.report.vitals import Vitals, WorkerVitals
from tests.report.rehearsal import columns

DAY = Day(timeline=columns(), bands=(), end_s=3.0)


def _vitals(workers: int) -> Vitals:
    return Vitals(
        workers=tuple(
            WorkerVitals(
                rank=rank,
                at_s=(0, 1, 2),
                late_s=(0.01 * rank, 0.02, 0.0),
                cpu_ratio=(0.1, 0.1 * rank, 0.2),
            )
            for rank in range(workers)
        )
    )


def test_few_workers_are_told_apart_without_colours() -> None:
    """Each has a line; the limit of the evidence is one of its own."""
    late, busy = generator(DAY, _vitals(2), late_s=0.1, cpu_ratio=0.9).panels
    assert [one.label for one in late.lines] == ["worker 0", "worker 1", "limit 100 ms"]
    assert len({one.dash for one in busy.lines}) == 3
    assert late.text == "At most 20 ms, of worker 0; 2 told of themselves."
    assert busy.text == "At most 20 %, of worker 0; 2 told of themselves."


def test_of_many_workers_the_worst_and_the_middle_one_are_drawn() -> None:
    """Second by second, whichever they are."""
    late, _busy = generator(DAY, _vitals(6), late_s=0.1, cpu_ratio=0.9).panels
    worst, middle, _limit = late.lines
    assert (worst.label, worst.values) == ("worst worker", (0.05, 0.02, 0.0))
    assert (middle.label, middle.values) == ("middle worker", (0.03, 0.02, 0.0))


def test_a_generator_that_told_nothing_is_a_sentence() -> None:
    """A limit alone is no chart."""
    late, _busy = generator(DAY, Vitals(), late_s=0.1, cpu_ratio=0.9).panels
    assert (late.text, late.wide) == ("No worker told anything of itself.", None)
