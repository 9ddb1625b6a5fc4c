"""What tests of the waiting room are given."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.mock_site.protection.waiting_room.rooms import Rooms


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    """Give a function that opens rooms."""
    with ExitStack() as stack:
        yield Rooms(tmp_path / "room", stack)
