"""A journal of worker 3, closed after the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from siaga.ledger.journal import Journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger is."""
    return tmp_path / "ledger" / "worker-3.jsonl"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    """A journal of worker 3."""
    made = Journal(path, 3)
    yield made
    made.close()
