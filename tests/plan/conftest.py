"""Runs of a site with a known law, and the plans that follow from them, made once for all tests."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from siaga.judge.comparison_baseline import of_folder
from siaga.plan.law import Law
from siaga.plan.sizing import Sizing, sizing
from siaga.plan.source import Source
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import loads
from tests.plan.measured_runs import DAY, LAW, STAIRS, measured_run

Measured = Callable[..., Source]


def source(folder: Path) -> Source:
    """Give a run folder as the source of a plan."""
    return Source(name=folder.name, facts=of_folder(RunFolder(folder)))


@pytest.fixture
def measured(tmp_path: Path) -> Measured:
    """Make a run by name; the site obeys the known law unless another one is given."""

    def made(name: str, **changed: object) -> Source:
        given: dict[str, object] = {"law": LAW, "loads": STAIRS, **changed}
        return source(measured_run(tmp_path / name, **given))  # type: ignore[arg-type]

    return made


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, ...]:
    """Two runs of a site with the known law."""
    root = tmp_path_factory.mktemp("known")
    return tuple(source(measured_run(root / f"run-{one}", LAW, STAIRS, seed=one)) for one in range(2))


@pytest.fixture(scope="session")
def sized(known: tuple[Source, ...]) -> Sizing:
    """Give the plan of a day by those two."""
    return sizing(loads(DAY, "day.yaml"), known)


@pytest.fixture(scope="session")
def unpressed(tmp_path_factory: pytest.TempPathFactory) -> Sizing:
    """Give the plan of the same day by a run that never bends."""
    straight, few = Law(alone=0.01, shared=0, agreed=0), np.geomspace(0.5, 6, 10).tolist()
    folder = measured_run(tmp_path_factory.mktemp("straight") / "straight", straight, few)
    return sizing(loads(DAY, "day.yaml"), [source(folder)])
