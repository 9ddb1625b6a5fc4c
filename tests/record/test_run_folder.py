"""Claims about where the facts of a run are kept."""

from pathlib import Path

import pytest

from siaga.record.run_folder import WORKER_FILES, RunFolder


def test_each_fact_has_a_file_of_its_own() -> None:
    """No two of them write into the same one, and all are inside the folder."""
    folder = RunFolder(Path("/runs/one"))
    paths = [
        value
        for name in dir(RunFolder)
        if isinstance(getattr(RunFolder, name), property)
        and isinstance(value := getattr(folder, name), Path)
    ]
    paths += [folder.ledger(0), folder.tallies(0), folder.latency(0), folder.roll_reading("before")]
    assert len(set(paths)) == len(paths) > 14
    assert all(path.is_relative_to(folder.path) for path in paths)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("scenario", "scenario.yaml"),
        ("run", "run.json"),
        ("verdict", "verdict.json"),
        ("report", "report.html"),
        ("summary", "summary.md"),
        ("junit", "junit.xml"),
        ("badge", "badge.svg"),
        ("timeline", "timeline.csv"),
        ("locust_stats", "locust_stats.csv"),
        ("locust_failures", "locust_failures.csv"),
        ("locust_history", "locust_stats_history.csv"),
        ("log", "log.txt"),
    ],
)
def test_the_files_that_others_build_on_keep_their_names(name: str, where: str) -> None:
    """Pipelines read them by name."""
    assert getattr(RunFolder(Path("run")), name) == Path("run") / where


def test_files_of_workers_are_listed_in_order_of_rank(tmp_path: Path) -> None:
    """The tenth comes after the second, and what is no worker's is left out."""
    folder = RunFolder(tmp_path)
    for rank in (10, 2, 0):
        for path in (folder.ledger(rank), folder.tallies(rank), folder.latency(rank)):
            path.parent.mkdir(exist_ok=True)
            path.touch()
    folder.plan.touch()
    assert folder.ledgers() == [folder.ledger(rank) for rank in (0, 2, 10)]
    assert folder.tally_files() == [folder.tallies(rank) for rank in (0, 2, 10)]
    assert folder.latency_logs() == [folder.latency(rank) for rank in (0, 2, 10)]


def test_the_files_of_a_worker_have_names_that_hold_no_path() -> None:
    """They are what a worker elsewhere says when it sends one."""
    folder = RunFolder(Path("run"))
    assert folder.of_worker(7) == {
        "ledger": folder.ledger(7),
        "tallies": folder.tallies(7),
        "latency": folder.latency(7),
    }
    assert tuple(folder.of_worker(0)) == WORKER_FILES


def test_a_run_without_workers_lists_nothing(tmp_path: Path) -> None:
    """The folders need not be there."""
    folder = RunFolder(tmp_path / "none")
    assert folder.ledgers() == folder.tally_files() == folder.latency_logs() == []
