"""Claims about jumps of a clock: what is written comes back, and what is none is refused."""

from pathlib import Path

import pytest

from siaga.record.clock_jump import ClockJump, clock_jumps


def test_jumps_come_back_in_their_order(tmp_path: Path) -> None:
    """A line that was not written whole is passed over, and no file has none."""
    path = tmp_path / "clock-jumps.jsonl"
    assert list(clock_jumps(path)) == []
    jumps = [ClockJump(at_s=2.5, by_s=-20.0), ClockJump(at_s=7.0, by_s=3_600.0)]
    for one in jumps:
        one.write(path)
    with path.open("a") as torn:
        torn.write('{"at_s": 0, "by')
    assert list(clock_jumps(path)) == jumps


@pytest.mark.parametrize(
    "wrong",
    [
        {"at_s": 1.0},
        {"at_s": 1.0, "by_s": 0.0},
        {"at_s": float("inf"), "by_s": 1.0},
        {"at_s": 1.0, "by_s": float("nan")},
        {"at_s": "soon", "by_s": 1.0},
    ],
)
def test_what_is_no_jump_is_told_as_damage(wrong: dict[str, object]) -> None:
    """With what stands there."""
    with pytest.raises(ValueError, match=r"^clock jump: \"\{'at_s': .* is none \(.*\); it is damaged$"):
        ClockJump.from_json(wrong)
