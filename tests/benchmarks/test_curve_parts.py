"""Claims about the parts of a cost curve: what is measured is whole, and what is not is refused."""

import resource
from collections import Counter
from pathlib import Path
from types import ModuleType

import psutil
import pytest

from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import SECOND, take
from tests.benchmarks.conftest import Script

VISITORS = 30


@pytest.fixture
def parts(script: Script) -> ModuleType:
    """Give the script."""
    return script("curve_parts")


def test_a_ledger_has_one_operation_and_one_look_of_each_visitor(
    parts: ModuleType, tmp_path: Path
) -> None:
    """And the audit of it finds everybody on the roll."""
    folder = RunFolder(tmp_path / "run")
    assert parts.ledger(folder, VISITORS) == folder.ledger(0).stat().st_size
    kinds = Counter(fact["e"] for fact in whole_lines(folder.ledger(0)))
    assert kinds == dict.fromkeys(("invoke", "complete", "sight"), VISITORS)
    assert parts.roll(folder, VISITORS) > VISITORS * 100
    assert parts.audited(folder, VISITORS) == VISITORS


def test_an_audit_that_is_not_what_it_has_to_be_is_no_measurement(
    parts: ModuleType, tmp_path: Path
) -> None:
    """Somebody is missing on the roll: it would have something else to do."""
    folder = RunFolder(tmp_path / "run")
    parts.ledger(folder, VISITORS)
    parts.roll(folder, VISITORS)
    take(lambda: parts.Everybody(VISITORS - 1), folder, SECOND, lambda: 0.0)
    with pytest.raises(ValueError, match=r"^audit: 29 of 30 on the roll"):
        parts.audited(folder, VISITORS)


def test_a_day_is_as_long_as_so_many_visitors_need_and_has_a_report(
    parts: ModuleType, tmp_path: Path
) -> None:
    """Four seconds at least."""
    folder = RunFolder(tmp_path / "reports" / "run")
    assert parts.day(folder, 1_500) == 5
    assert parts.report(folder, 1_500) == folder.report.stat().st_size > 100_000
    assert parts.day(RunFolder(tmp_path / "short"), 10) == 4


def test_the_peak_is_no_more_than_what_is_ever_counted_for_a_process(parts: ModuleType) -> None:
    """In millions of bytes; and no less than what it holds now."""
    counted_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    held_mb = psutil.Process().memory_info().rss / 1e6
    assert held_mb - 2 <= parts.peak_mb() <= counted_mb + 2
