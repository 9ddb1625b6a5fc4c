"""Claims about what is told of cost curves: a table of each part, and 1 where one is too steep."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.benchmarks.conftest import Script

Costs = Mapping[str, float]


@pytest.fixture
def curves(script: Script, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the script, which writes no results."""
    made = script("curves")
    monkeypatch.setattr(made, "write", lambda *_: None)
    return made


def taken(visitors: int, steep: str = "") -> Costs:
    """Give what a round took whose costs are linear, but for one that is not."""
    costs = {"time": 1.0, "CPU": 0.5, "memory": 100.0, "size": 0.5}
    square = {name: 1e-10 * visitors * visitors if name == steep else 0.0 for name in costs}
    return {name: fixed + 1e-4 * visitors + square[name] for name, fixed in costs.items()}


def playing(seen: list[tuple[str, int]], steep: str = "") -> Callable[[Any, int], Sequence[Costs]]:
    """Measure what was made up."""

    def measured(part: Any, visitors: int) -> Sequence[Costs]:  # noqa: ANN401 - scripts have no types
        seen.append((part.name, visitors))
        return [taken(visitors, steep)]

    return measured


def test_a_part_has_a_row_for_each_size_and_says_which_of_its_costs_is_too_steep(
    curves: ModuleType,
) -> None:
    """Each cost beside the part of a visitor; a steep one is missed by its name, and no other."""
    (audit,) = [one for one in curves.PARTS if one.name == "audit"]
    found = {visitors: [taken(visitors, "memory")] for visitors in (*curves.SIZES, curves.MILLION)}
    table = curves.result(audit, found)
    assert table.head == [
        "visitors",
        *("audit: time, s", "µs a visitor", "audit: CPU, s", "µs a visitor"),
        *("audit: memory, MB", "B a visitor"),
    ]
    assert table.rows[0] == ["1,000", "1.100", "-", "0.600", "-", "100.100", "-"]
    assert table.rows[2][:5] == ["100,000", "11.000", "100.0 (+0%)", "10.500", "100.0 (+0%)"]
    assert table.missed == [
        "audit: memory: +82% a visitor from 100,000 to 1,000,000; +10% is the target."
    ]


@pytest.mark.parametrize(("steep", "code"), [("", 0), ("CPU", 1), ("size", 1)])
def test_it_ends_with_1_where_a_cost_is_too_steep(
    curves: ModuleType, monkeypatch: pytest.MonkeyPatch, steep: str, code: int
) -> None:
    """Of any part; a million visitors come only if they are asked for."""
    seen: list[tuple[str, int]] = []
    monkeypatch.setattr(curves, "measured", playing(seen, steep))
    assert curves.main(["--million"]) == code
    assert {visitors for _part, visitors in seen} == {1_000, 10_000, 100_000, 1_000_000}
    seen.clear()
    curves.main([])
    assert max(visitors for _part, visitors in seen) == 100_000
    assert {part for part, _visitors in seen} == {"ledger", "audit", "report"}


def test_one_part_alone_changes_nothing_in_the_results(
    curves: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its table is printed; the page has all of them, with how they are judged."""
    seen: list[tuple[str, int]] = []
    written: list[tuple[str, str]] = []
    monkeypatch.setattr(curves, "measured", playing(seen))
    monkeypatch.setattr(curves, "write", lambda *given: written.append(given))
    assert curves.main(["--part", "audit"]) == 0
    assert {part for part, _visitors in seen} == {"audit"}
    assert "### The audit" in capsys.readouterr().out
    assert written == []
    curves.main([])
    ((section, text),) = written
    assert section == "curves"
    assert "taken away by differences" in text
    assert [one for one in text.splitlines() if one.startswith("### ")] == [
        "### The ledger",
        "### The audit",
        "### The report",
    ]


def test_a_part_is_measured_in_a_process_of_its_own(curves: ModuleType, tmp_path: Path) -> None:
    """Its time, CPU and memory, and the size of what it gave."""
    took = curves.done("ledger", 100, tmp_path / "run")
    assert took["size"] == pytest.approx(0.05, rel=0.2)
    assert 0 < took["CPU"] < 5
    assert 20 < took["memory"] < 400
