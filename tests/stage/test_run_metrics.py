"""Claims about the metrics of a run: its stage, its faults, its promises, its readings."""

from siaga.ledger.outcome import Outcome
from siaga.record.fault_span import FaultSpan
from siaga.stage.conclusion import conclude
from siaga.stage.run_metrics import STAGES, RunMetrics
from tests.judge.hand_made import Run, entry


def _shown(metrics: RunMetrics, begins: str = "") -> dict[tuple[str, str], float]:
    metrics.look()
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in metrics.collect()
        for sample in family.samples
        if sample.name.startswith(begins)
    }


def _stage(metrics: RunMetrics) -> list[str]:
    shown = _shown(metrics, "siaga_run_stage")
    assert len(shown) == len(STAGES)
    return [stage for (_name, stage), value in shown.items() if value == 1]


def test_a_run_goes_through_its_stages(run: Run) -> None:
    """One at a time: by the plan, the end of sending, and the verdict."""
    metrics = RunMetrics(run.folder)
    assert _stage(metrics) == ["preparing"]
    run.record()
    assert _stage(metrics) == ["sending"]
    run.record(ended_at="2027-01-15T08:01:00.000+00:00")
    assert _stage(metrics) == ["reading"]
    conclude(run.folder, strict=False)
    assert _stage(metrics) == ["judged"]


def test_a_fault_is_active_from_its_beginning_until_it_is_healed(run: Run) -> None:
    """One that was healed is counted, and the kind stays with 0 active."""
    metrics = RunMetrics(run.folder)
    assert _shown(metrics, "siaga_faults") == {}
    for span in (
        FaultSpan(kind="kill", target="worker", from_s=1.0),
        FaultSpan(kind="slow-store", target="store", from_s=2.0),
        FaultSpan(kind="kill", target="worker", from_s=1.0, until_s=3.0),
        FaultSpan(kind="slow-store", target="store", from_s=4.0),
    ):
        span.write(run.folder.faults)
    assert _shown(metrics, "siaga_faults") == {
        ("siaga_faults_active", "kill"): 0,
        ("siaga_faults_active", "slow-store"): 2,
        ("siaga_faults_total", "kill"): 1,
        ("siaga_faults_total", "slow-store"): 2,
    }


def test_promises_are_counted_as_the_ledgers_grow(run: Run) -> None:
    """By outcome, every outcome from the start; those without an end are open."""
    metrics = RunMetrics(run.folder)
    ended = ("ok", "refused", "unknown")
    none = {("siaga_promises_total", outcome): 0.0 for outcome in ended}
    assert _shown(metrics, "siaga_promises") == {**none, ("siaga_promises_open", ""): 0}
    run.promises(ana=Outcome.OK, budi=Outcome.REFUSED, citra=None)
    run.promises(1, dewi=Outcome.OK)
    assert _shown(metrics, "siaga_promises") == {
        ("siaga_promises_total", "ok"): 2,
        ("siaga_promises_total", "refused"): 1,
        ("siaga_promises_total", "unknown"): 0,
        ("siaga_promises_open", ""): 1,
    }


def test_readings_that_were_taken_whole_are_shown(run: Run) -> None:
    """One that failed has no number of entries."""
    run.roll(before=[], first=[entry("ana", 1)], second="the site does not answer")
    assert _shown(RunMetrics(run.folder), "siaga_roll") == {
        ("siaga_roll_entries", "before"): 0,
        ("siaga_roll_entries", "first"): 1,
    }


def test_what_the_generator_is_held_to_comes_from_the_scenario(run: Run) -> None:
    """So that alerts ask for what the verdict asks for."""
    metrics = RunMetrics(run.folder)
    assert _shown(metrics, "siaga_workers") == {("siaga_workers_planned", ""): 0}
    run.record()
    assert _shown(metrics, "siaga_workers") == {("siaga_workers_planned", ""): 1}
    assert _shown(metrics, "siaga_generator") == {
        ("siaga_generator_loop_lag_limit_seconds", ""): 0.1,
        ("siaga_generator_cpu_limit_ratio", ""): 0.8,
    }


def test_damaged_lines_are_passed_over(run: Run) -> None:
    """A display goes on; the audit, which reads the same files, refuses them."""
    for path in (run.folder.faults, run.folder.roll_reads, run.folder.ledger(0), run.folder.plan):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"kind": 1}\n[1]\nnothing\n{"e": "complete", "outcome": 7}\n')
    shown = _shown(RunMetrics(run.folder))
    assert shown["siaga_promises_total", "ok"] == shown["siaga_workers_planned", ""] == 0
    assert not any(name.startswith(("siaga_faults", "siaga_roll")) for name, _labels in shown)
