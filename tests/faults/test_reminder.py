"""Claims about reminders: what a killed injector leaves is enough to heal what it began."""

from pathlib import Path

import pytest

from siaga.errors import SiagaError
from siaga.faults.reminder import Reminder
from siaga.record.fault_span import FaultSpan

SPAN = FaultSpan(kind="kill", target="worker", from_s=2.5)


def test_what_is_kept_is_found_until_it_is_forgotten(tmp_path: Path) -> None:
    """By whoever knows the file."""
    reminder = Reminder(tmp_path / "underway" / "0.json")
    assert reminder.found() is None
    reminder.keep(SPAN, {"pids": [1, 2]})
    assert Reminder(reminder.path).found() == (SPAN, {"pids": [1, 2]})
    assert [one.name for one in reminder.path.parent.iterdir()] == ["0.json"]
    reminder.forget()
    assert reminder.found() is None
    reminder.forget()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"kind": "kill", "target": "w", "from_s": 1}'])
def test_a_damaged_file_is_told_of(tmp_path: Path, content: str) -> None:
    """Nobody must think that there was nothing to heal."""
    path = tmp_path / "0.json"
    path.write_text(content)
    with pytest.raises(SiagaError, match=r"is no reminder .*; it is damaged"):
        Reminder(path).found()
