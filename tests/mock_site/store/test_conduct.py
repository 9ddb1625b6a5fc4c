"""The conduct says how well a store waits for the disk, and each store does so."""

import math
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from mock_site.defects import Defect
from mock_site.layers import Level
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.postgres import PostgresEngine, PostgresLimits
from mock_site.store.schema import connect
from tests.mock_site.store.kinds import Commits, Letters, PostgresPlace


def test_a_defect_is_worse_than_any_layer() -> None:
    """Whoever plants it gets it."""
    assert PROPER.flushing is Level.HARDENED
    assert Conduct(durability=Level.NAIVE).flushing is Level.NAIVE
    assert Conduct(defects=frozenset({Defect.LAZY_FSYNC})).flushing is Level.OFF


def test_only_a_hardened_store_has_a_patience() -> None:
    """Else any wait is borne."""
    assert PROPER.waits_s == math.inf
    assert Conduct(patience_s=4.0).waits_s == 4.0
    assert Conduct(patience_s=4.0, access=Level.NAIVE).waits_s == math.inf


@pytest.mark.parametrize("patience_s", [0.0, -1.0, math.nan])
def test_a_patience_that_allows_no_wait_is_refused(patience_s: float) -> None:
    """Nothing could be written at all."""
    with pytest.raises(ValueError, match=r"^conduct: patience_s is .*; it must be above 0$"):
        Conduct(patience_s=patience_s)


@pytest.mark.parametrize(
    ("level", "synchronous"), [(Level.HARDENED, 2), (Level.NAIVE, 1), (Level.OFF, 0)]
)
def test_sqlite_waits_for_the_disk_as_the_layer_says(
    tmp_path: Path, level: Level, synchronous: int
) -> None:
    """At each commit, at checkpoints, never."""
    with closing(connect(tmp_path / "site.db", 1.0, level)) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (synchronous,)


@pytest.mark.parametrize(
    ("level", "commit"), [(Level.HARDENED, "on"), (Level.NAIVE, "off"), (Level.OFF, "off")]
)
async def test_postgresql_waits_for_the_disk_as_the_layer_says(
    database: PostgresPlace, level: Level, commit: str
) -> None:
    """At each commit, or not."""
    limits = PostgresLimits(conduct=Conduct(durability=level))
    engine = PostgresEngine(database.url, Commits(), Letters(), limits)
    connection = await asyncpg.connect(database.url, **engine._settings())
    assert await connection.fetchval("SHOW synchronous_commit") == commit
    await connection.close()
