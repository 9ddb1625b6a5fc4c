"""Fixtures of the tests of harm: a process that is told to suffer."""

from pathlib import Path

import pytest

from tests.mock_site.harm.harmed import Harmed, harmed


@pytest.fixture
def process(tmp_path: Path) -> Harmed:
    """Give a process that suffers from nothing yet."""
    return harmed(tmp_path)
