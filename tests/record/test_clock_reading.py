"""Claims about readings of a clock: what is written comes back, and what is none is refused."""

import json
from pathlib import Path

import pytest

from siaga.record.clock_reading import ClockReading, clock_readings

READING = ClockReading(worker=1, at_s=2.5, offset_s=-0.25, error_s=0.125)


def test_a_reading_says_how_far_off_a_clock_was_at_least_and_at_most() -> None:
    """Whether ahead or behind; an error that is larger than the offset leaves it open."""
    assert (READING.least_s, READING.most_s) == (0.125, 0.375)
    open_ = ClockReading(worker=1, at_s=0.0, offset_s=0.1, error_s=0.5)
    assert (open_.least_s, open_.most_s) == (0.0, 0.6)


def test_readings_come_back_in_their_order(tmp_path: Path) -> None:
    """A line that was not written whole is passed over, and no file has none."""
    path = tmp_path / "clocks.jsonl"
    assert list(clock_readings(path)) == []
    other = ClockReading(worker=0, at_s=-1.0, offset_s=0.0, error_s=0.0)
    lines = [json.dumps(one.as_json()) for one in (READING, other)]
    path.write_text("\n".join([*lines, '{"worker": 0, "at']))
    assert list(clock_readings(path)) == [READING, other]


@pytest.mark.parametrize(
    "wrong",
    [
        {"worker": 0},
        {"worker": -1, "at_s": 1.0, "offset_s": 0.0, "error_s": 0.0},
        {"worker": 0, "at_s": 1.0, "offset_s": float("nan"), "error_s": 0.0},
        {"worker": 0, "at_s": 1.0, "offset_s": 0.0, "error_s": -0.1},
        {"worker": 0, "at_s": "soon", "offset_s": 0.0, "error_s": 0.1},
        {"worker": 0, "at_s": None, "offset_s": 0.0, "error_s": 0.1},
    ],
)
def test_what_is_no_reading_is_told_as_damage(wrong: dict[str, object]) -> None:
    """With what stands there."""
    with pytest.raises(ValueError, match=r"^clock: \"\{'worker': .* is none \(.*\); it is damaged$"):
        ClockReading.from_json(wrong)
