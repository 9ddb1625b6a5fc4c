"""Claims about `siaga abuse`: a scenario's author finds what there is, and what came of it."""

from pathlib import Path

import pytest

from siaga.abuse.catalogue import CASES
from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.scenario.load import Override, loads
from tests.scenario.days import DAY

EXAMPLE = Path(__file__).resolve().parents[2] / "reports" / "example"


def test_every_case_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """By the name that scenarios use, one a line."""
    assert call(["abuse"]) == ExitCode.GO
    first_words = [line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()]
    assert [word for word in first_words if word in CASES] == list(CASES)


@pytest.mark.parametrize("case", list(CASES))
def test_a_case_is_described_with_an_entry_that_a_scenario_takes(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each probe is told with its answers, and the entry is sound."""
    assert call(["abuse", case]) == ExitCode.GO
    said = capsys.readouterr().out
    assert said.startswith(f"{case}: {CASES[case].title}.\n")
    assert all(f"  {probe}: " in said for probe in CASES[case].answers)
    entry = said.rpartition("- ")[2].strip()
    assert loads(DAY, "gate.yaml", [Override.parse(f"abuse=[{entry}]")]).abuse[0].case == case


def test_a_case_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With those that are."""
    assert call(["abuse", "nothing-like-it"]) == ExitCode.USAGE
    assert "case 'nothing-like-it': is none; race-one-person, " in capsys.readouterr().err


def test_the_table_of_a_run_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """From its folder alone; in this one nobody meant harm."""
    assert call(["abuse", "--of", str(EXAMPLE)]) == ExitCode.GO
    head, _, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("| case | what is tried |")
    assert len(rows) == len(CASES)
    assert all(row.endswith("| not tried |") for row in rows)
