"""Claims about a declaration before the run: what could never be tried is told of."""

from pathlib import Path

import pytest

from siaga.scenario.model import Abuse
from siaga.stage.declaration import declaration, ill_will_problems
from tests.scenario.days import day as gate_day

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "locustfiles" / "ill_will.py"
BARE = ROOT / "locustfiles" / "opening_day.py"


@pytest.mark.parametrize(
    ("case", "locustfile", "problem"),
    [
        ("nothing-like-it", SHIPPED, "abuse.0.case: 'nothing-like-it' is no case"),
        ("step-skip", BARE, "abuse.0.case: 'step-skip' needs to_session, to_test, join"),
        ("step-skip", SHIPPED, ""),
        ("step-skip", ROOT / "no.py", "abuse.0.case: 'step-skip' needs "),
    ],
)
def test_what_a_case_needs_is_asked_of_the_locust_file(
    case: str, locustfile: Path, problem: str
) -> None:
    """In a process of its own; one that cannot be read has nothing."""
    day = gate_day().model_copy(update={"abuse": (Abuse(case=case, rate=1),)})
    told = list(ill_will_problems(day, declaration(locustfile)))
    assert [one.startswith(problem) for one in told] == ([True] if problem else [])


def test_a_day_without_abuse_needs_no_surface() -> None:
    """Not even a file that can be read."""
    assert list(ill_will_problems(gate_day(), declaration(ROOT / "no.py"))) == []


def test_a_locust_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    """The line of whoever wrote it, not of Python's own machinery."""
    path = tmp_path / "day.py"
    path.write_text("import json\nimport nosuch_module\n", encoding="utf-8")
    fault = f"ModuleNotFoundError: No module named 'nosuch_module' ({path}, line 2)"
    assert declaration(path).fault == fault
