"""Claims about the generator's metrics: they are what the workers wrote."""

from collections.abc import Callable
from dataclasses import replace

from siaga.observe.generator_metrics import GeneratorMetrics
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally

T0_S = 1_700_000_000.0


def _shown(metrics: GeneratorMetrics) -> dict[tuple[str, str], float]:
    metrics.look()
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in metrics.collect()
        for sample in family.samples
        if not sample.name.endswith("_bucket")
    }


def test_everything_the_workers_told_is_shown(
    folder: RunFolder,
    begins: Callable[[], None],
    counted: Callable[[int, Tally], None],
    timed: Callable[..., None],
) -> None:
    """Sums over the workers, health of each; what nobody measured is left out."""
    begins()
    join = {"join": StepCount(good=2, failed=1)}
    counted(0, Tally(second=6, arrived=5, dropped=1, finished=2, active=3, sent=9, steps=join))
    ill = Tally(second=6, loop_lag_s=0.25, cpu_ratio=0.5, lateness_s=0.125, unsynced_s=0.0625)
    counted(1, replace(ill, arrived=1, active=1, sent=1, closed=True))
    timed(0, 6, "join", [0.5])
    shown = _shown(GeneratorMetrics(folder, lambda: T0_S + 6))
    assert shown.pop(("siaga_step_latency_seconds_sum", "join")) > 0.4
    assert shown == {
        ("siaga_arrivals_planned_total", ""): 18,
        ("siaga_arrivals_total", ""): 6,
        ("siaga_arrivals_dropped_total", ""): 1,
        ("siaga_arrival_lateness_seconds", ""): 0.125,
        ("siaga_visitors_active", ""): 4,
        ("siaga_visitors_finished_total", ""): 2,
        ("siaga_requests_total", ""): 10,
        ("siaga_samples_total", "join,good"): 2,
        ("siaga_samples_total", "join,failed"): 1,
        ("siaga_step_latency_seconds_count", "join"): 1,
        ("siaga_generator_loop_lag_seconds", "0"): 0,
        ("siaga_generator_loop_lag_seconds", "1"): 0.25,
        ("siaga_generator_cpu_ratio", "0"): 0,
        ("siaga_generator_cpu_ratio", "1"): 0.5,
        ("siaga_generator_ledger_unsynced_seconds", "1"): 0.0625,
        ("siaga_workers_present", ""): 2,
        ("siaga_workers_closed", ""): 1,
        ("siaga_run_info", "small-day-1,small-day"): 1,
    }


def test_a_worker_that_fell_silent_is_present_no_longer(
    folder: RunFolder, begins: Callable[[], None], counted: Callable[[int, Tally], None]
) -> None:
    """Others go on for more than five seconds without it."""
    begins()
    counted(0, Tally(second=3))
    counted(1, Tally(second=8))
    metrics = GeneratorMetrics(folder, lambda: T0_S)
    assert _shown(metrics)["siaga_workers_present", ""] == 2
    counted(1, Tally(second=9))
    assert _shown(metrics)["siaga_workers_present", ""] == 1
