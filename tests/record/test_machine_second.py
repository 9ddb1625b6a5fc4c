"""Claims about a second of the machine: what is written comes back, and what is no share is refused."""

from pathlib import Path

import pytest

from siaga.record.machine_second import MachineSecond


def test_seconds_come_back_in_their_order(tmp_path: Path) -> None:
    """No file has none, and a line that was not written whole is passed over."""
    path = tmp_path / "machine.jsonl"
    assert list(MachineSecond.all_of(path)) == []
    seconds = [
        MachineSecond(at_s=1.5, others_ratio=0.25, most="cc1"),
        MachineSecond(at_s=2.5, others_ratio=0),
    ]
    for one in seconds:
        one.write(path)
    with path.open("a") as torn:
        torn.write('{"at_s": 0, "oth')
    assert list(MachineSecond.all_of(path)) == seconds


@pytest.mark.parametrize(
    "wrong",
    [
        {"at_s": 1.0},
        {"at_s": 1.0, "others_ratio": 1.01},
        {"at_s": 1.0, "others_ratio": -0.01},
        {"at_s": 1.0, "others_ratio": float("nan")},
        {"at_s": float("inf"), "others_ratio": 0.5},
        {"at_s": 1.0, "others_ratio": "much"},
    ],
    ids=str,
)
def test_what_is_no_share_of_a_machine_is_refused(wrong: dict[str, float]) -> None:
    """Whoever reads it would believe it."""
    with pytest.raises(ValueError, match=r"machine|MachineSecond"):
        MachineSecond.of(wrong)
