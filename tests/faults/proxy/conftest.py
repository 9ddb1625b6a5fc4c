"""Fixtures of the tests of the proxy."""

from collections.abc import Iterator

import pytest

from tests.faults.on_the_way import Entrance, Running, upstream


@pytest.fixture
def way(process: Running) -> Iterator[Entrance]:
    """Give a proxy before an upstream that sends all back."""
    with upstream() as address:
        entrance = process.entrance(address)
        yield entrance
        process.call("DELETE", f"/proxies/{entrance.name}")
