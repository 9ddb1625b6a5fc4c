"""Claims about the points of a run: requests under way by Little's law, and what got done."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from siaga.judge.comparison_baseline import of_folder
from siaga.plan.load_point import BLOCK_S, LoadPoint, load_points
from siaga.record.fault_span import FaultSpan
from siaga.record.json_lines import JsonLines
from siaga.record.run_folder import RunFolder
from tests.plan.conftest import Measured
from tests.plan.measured_runs import LAW, STAIRS, measured_run


def test_each_block_has_the_load_that_was_on_the_site_and_what_it_got_done(measured: Measured) -> None:
    """Twelve steps of a stair; a histogram keeps three digits."""
    found = load_points(measured("run").facts, 3)
    assert [one.load for one in found] == pytest.approx(STAIRS, rel=0.01)
    assert [one.per_s for one in found] == pytest.approx(LAW.per_s(np.array(STAIRS)), rel=0.12)
    assert [one.second for one in found] == list(range(0, 60, BLOCK_S))
    assert {one.run for one in found} == {3}
    assert found[0].events == round(found[0].per_s * BLOCK_S)


def test_what_failed_was_asked_for_and_did_not_get_done(measured: Measured) -> None:
    """One in two of what is good."""
    for one in load_points(measured("run", failed=0.5).facts, 0):
        assert one.asked_per_s == pytest.approx(1.5 * one.per_s, rel=0.02)


def test_a_step_counts_alone_where_it_is_asked_for(measured: Measured) -> None:
    """There is none but home."""
    facts = measured("run").facts
    assert load_points(facts, 0, "home") == load_points(facts, 0)
    assert load_points(facts, 0, "join") == ()


def test_seconds_in_which_a_fault_harmed_the_site_are_left_out(tmp_path: Path) -> None:
    """From 12 s to 15 s one block, and from 51 s on all, since that one was never healed."""
    folder = RunFolder(measured_run(tmp_path / "run", LAW, STAIRS))
    lines = JsonLines(folder.faults)
    for span in (
        FaultSpan(kind="kill", target="site", from_s=12.0, until_s=15.0),
        FaultSpan(kind="slow", target="store", from_s=51.0),
    ):
        lines.append(asdict(span))
    lines.close()
    seconds = [one.second for one in load_points(of_folder(folder), 0)]
    assert seconds == [0, 5, 15, 20, 25, 30, 35, 40, 45]


def test_a_point_without_load_or_without_an_answer_is_refused() -> None:
    """It lies on no law."""
    with pytest.raises(ValueError, match=r"load point: 0.0 under way, 1.0 per second"):
        LoadPoint(run=0, second=0, load=0.0, per_s=1.0, asked_per_s=1.0, events=5)
