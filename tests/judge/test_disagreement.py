"""Claims about clocks that disagree: how far each is off, and how far two are apart."""

import json
from pathlib import Path

import pytest

from siaga.judge.disagreement import AGREED, Disagreement
from siaga.record.clock_reading import ClockReading


def reading(worker: int, offset_s: float, error_s: float) -> ClockReading:
    """Compare the clock of a worker once."""
    return ClockReading(worker=worker, at_s=1.0, offset_s=offset_s, error_s=error_s)


GOOD, SLOW, BEHIND, AHEAD = (
    reading(0, 0.0, 0.125),
    reading(0, 0.5, 4.0),
    reading(1, -0.25, 0.25),
    reading(2, 0.75, 0.25),
)


@pytest.mark.parametrize(
    ("readings", "off_s", "apart_s"),
    [
        ([], 0.0, 0.0),
        ([GOOD], 0.125, 0.0),
        ([SLOW, GOOD], 0.125, 0.0),
        ([GOOD, reading(0, 9.0, 1.0)], 8.0, 0.0),
        ([GOOD, BEHIND], 0.5, 0.625),
        ([AHEAD, GOOD, BEHIND, SLOW], 1.0, 1.5),
    ],
)
def test_a_clock_is_off_by_its_best_answer_or_as_it_certainly_was(
    readings: list[ClockReading], off_s: float, apart_s: float
) -> None:
    """Two may be wrong in opposite ways, the worst two of all; one alone agrees with itself."""
    assert Disagreement.of(readings) == Disagreement(off_s=off_s, apart_s=apart_s)


def test_of_a_damaged_file_the_comparisons_before_the_damage_count(tmp_path: Path) -> None:
    """That it is damaged, the evidence says; where there is none nothing is known to be off."""
    path = tmp_path / "clocks.jsonl"
    assert Disagreement.read(path) == AGREED
    lines = [json.dumps(BEHIND.as_json()), "garbage", json.dumps(AHEAD.as_json())]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert Disagreement.read(path) == Disagreement(off_s=0.5)
