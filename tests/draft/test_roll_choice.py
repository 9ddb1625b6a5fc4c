"""Claims about the roll in one line: each shape, and what is none."""

import pytest

from siaga.draft.roll_choice import roll_of
from siaga.errors import UsageError

UNSAID = {"person": "person", "operation": None, "seat": None, "at": None}


def test_a_path_a_file_and_a_query_are_rolls() -> None:
    """Secrets are references, whoever typed what."""
    assert roll_of(" /api/roll ") == {"path": "/api/roll", "token": "${SITE_ADMIN_TOKEN}", **UNSAID}
    assert roll_of("exports/roll.CSV") == {"csv": "exports/roll.CSV", **UNSAID}
    query = "SELECT email AS person FROM registrations"
    assert roll_of(query) == {"sql": query, "dsn": "${ROLL_DSN}", **UNSAID}


@pytest.mark.parametrize("said", ["", "none", " NONE "])
def test_there_may_be_none(said: str) -> None:
    """Then nothing is audited."""
    assert roll_of(said) is None


def test_anything_else_is_refused() -> None:
    """With what is allowed."""
    with pytest.raises(UsageError, match=r"--roll 'table': is no roll; a path such as /admin/roll"):
        roll_of("table")
