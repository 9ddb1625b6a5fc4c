"""Histories: what a machine of Hypothesis does to one empty store after the other."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.mock_site.store.kinds import Place, PostgresPlace, SqlitePlace

QUOTA = 2


def try_out(
    machine: Callable[[Place, int], RuleBasedStateMachine],
    kind: str,
    histories: int,
    request: pytest.FixtureRequest,
    folder: Path,
) -> None:
    """Run so many histories, each on an empty store of a kind."""
    numbers = itertools.count()

    def empty_place() -> Place:
        """Give an empty store."""
        if kind == "sqlite":
            return SqlitePlace(folder / f"{next(numbers)}.db", QUOTA)
        database: PostgresPlace = request.getfixturevalue("database")
        database.empty(QUOTA)
        return database

    run_state_machine_as_test(
        lambda: machine(empty_place(), QUOTA),  # type: ignore[arg-type]
        settings=settings(
            max_examples=histories,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.reuse, Phase.generate, *([Phase.shrink] if kind == "sqlite" else [])],
        ),
    )
