"""Claims about the parts of a step's time: in order, and together all of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.judge.latencies import Latencies
from siaga.record.split import Split
from siaga.record.tally import StepCount
from siaga.report.counted import Counted
from siaga.report.part_row import PARTS, Part, PartRow, part_rows
from siaga.report.step_table import StepRow, step_rows

times_us = st.integers(0, 10**12)


def _steps(*names: str) -> tuple[StepRow, ...]:
    counts = {name: StepCount(good=len(names) - place) for place, name in enumerate(names)}
    return step_rows(Counted(steps=counts, errors={}, reached={}), Latencies(()))


def test_a_row_has_the_mean_of_each_part_and_its_share() -> None:
    """Shares follow each other from 0 to 1; a part that took nothing has a place of no width."""
    split = Split(answers=4, opened=1, before_us=100_000, tls_us=100_000, wait_us=200_000)
    assert part_rows({"home": split}, _steps("home")) == (
        PartRow(
            step="home",
            answers=4,
            mean_s=0.1,
            opened_ratio=0.25,
            parts=(
                Part(kind="before", name="before", mean_s=0.025, start_ratio=0.0, ratio=0.25),
                Part(kind="lookup", name="look-up", mean_s=0.0, start_ratio=0.25, ratio=0.0),
                Part(kind="connect", name="connecting", mean_s=0.0, start_ratio=0.25, ratio=0.0),
                Part(kind="tls", name="TLS", mean_s=0.025, start_ratio=0.25, ratio=0.25),
                Part(kind="wait", name="first byte", mean_s=0.05, start_ratio=0.5, ratio=0.5),
                Part(kind="body", name="body", mean_s=0.0, start_ratio=1.0, ratio=0.0),
            ),
        ),
    )


def test_rows_are_in_the_order_of_the_steps() -> None:
    """A step that was never answered has none, nor has one that nobody recorded."""
    splits = {"join": Split(answers=1, wait_us=1), "home": Split(answers=1), "inbox": Split()}
    rows = part_rows(splits, _steps("home", "inbox", "log-in", "join"))
    assert [(one.step, one.mean_s) for one in rows] == [("home", 0.0), ("join", 1e-6)]
    assert part_rows({}, _steps("home")) == ()


@given(st.builds(Split, answers=st.just(3), **{f"{kind}_us": times_us for kind in PARTS}))
def test_the_parts_are_all_of_it(split: Split) -> None:
    """Each begins where the one before ends."""
    (row,) = part_rows({"home": split}, _steps("home"))
    end_ratio, total_s = 0.0, 0.0
    for part in row.parts:
        assert part.start_ratio == pytest.approx(end_ratio, abs=1e-9)
        end_ratio, total_s = part.start_ratio + part.ratio, total_s + part.mean_s
    assert end_ratio == pytest.approx(1.0 if split.total_us else 0.0)
    assert total_s == pytest.approx(row.mean_s)
