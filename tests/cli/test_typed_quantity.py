"""Claims about typed quantities: an option is read as a scenario reads it, and a mistake names it."""

import pytest

from siaga.cli.typed_quantity import typed_quantity
from siaga.errors import UsageError
from siaga.scenario.quantity import duration_s


def test_a_quantity_is_read_with_its_unit() -> None:
    """In seconds."""
    assert typed_quantity("--hold", duration_s, "2 min") == 120.0


def test_what_is_none_is_refused_by_the_name_of_its_option() -> None:
    """With what is allowed, as a scenario is told."""
    with pytest.raises(UsageError, match=r"^--hold: .*soon"):
        typed_quantity("--hold", duration_s, "soon")
