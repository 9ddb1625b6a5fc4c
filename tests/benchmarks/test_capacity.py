"""Claims about the measure of searches: found intervals alone count, and what is missed is told."""

from types import ModuleType

import pytest

from siaga.capacity.answer import Answer, Ending
from tests.benchmarks.conftest import Script


@pytest.fixture
def capacity(script: Script, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the script, which writes no results."""
    made = script("capacity")
    monkeypatch.setattr(made, "write", lambda *_: None)
    return made


def found(low_per_s: float | None, high_per_s: float | None, ending: Ending = Ending.FOUND) -> Answer:
    """Give an answer."""
    known = {"low_per_s": low_per_s, "high_per_s": high_per_s, "capacity_per_s": None, "confirmed": True}
    return Answer(ending=ending, broken_by=(), contradictions=(), hysteresis=(), lost=(), **known)  # type: ignore[arg-type]


def test_the_tables_are_made_of_so_many_sites_and_nothing_is_missed(
    capacity: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """One row for each blur and share of mishaps, and one for each memory."""
    assert capacity.main(["--sites", "3"]) == 0
    said = capsys.readouterr().out
    rows = [line for line in said.splitlines() if line.startswith(("| blur", "| falls"))]
    assert len(rows) == len(capacity.BLURS) * len(capacity.MISHAPS) + len(capacity.MEMORIES)
    assert rows[0].startswith("| blur 0%, mishaps 0% | 100.0% | 100.0% |")


def test_an_interval_without_an_end_holds_no_truth_and_only_found_ones_count(
    capacity: ModuleType,
) -> None:
    """What is not known is neither right nor wide."""
    answers = [
        found(39.0, 40.5),
        found(40.5, 41.0),
        found(39.0, 45.0),
        found(None, None, Ending.UNFINISHED),
        found(1.0, 1000.0, Ending.TORN),
    ]
    made = [
        capacity.Search(capacity_per_s=40.0, found=one, levels=15, precision=0.05) for one in answers
    ]
    assert [one.holds for one in made] == [True, False, True, False, True]
    assert [one.is_wide for one in made] == [False, False, True, False, False]
    assert capacity.held(made) == 2 / 3
    assert capacity.cells(made) == ["60.0%", "66.7%", "3.8%", "0.0%", "15"]
