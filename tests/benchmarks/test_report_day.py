"""Claims about the day that is made up for reports: a shorter one has the rates of the hour."""

from pathlib import Path

import pytest

from siaga.record.fault_span import fault_spans
from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.scenario.load import load
from tests.benchmarks.conftest import Script


def test_a_hundredth_of_the_hour_has_its_rates_and_a_hundredth_of_its_people(
    script: Script, tmp_path: Path
) -> None:
    """Each second of it was written by each worker, and its faults begin at their place in the day."""
    made = script("report_day")
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    made.make_day(folder, 36)
    scenario, plan = load(folder.scenario), PlanRecord.read(folder.plan)
    assert plan.duration_s == scenario.traffic.curve.duration_s == pytest.approx(36.0)
    assert sum(plan.planned) == pytest.approx(10_000, rel=0.05)
    assert scenario.traffic.populations[0].people == 5_000
    assert scenario.site.quota == 1_649
    assert [one.for_s for one in scenario.traffic.phases] == pytest.approx([2.4, 2.4, 12.0, 19.2])
    for path in folder.tally_files():
        seconds = [one["second"] for one in whole_lines(path)]
        assert seconds == list(range(36))
    assert [one.from_s for one in fault_spans(folder.faults)] == pytest.approx([9.0, 18.0])
