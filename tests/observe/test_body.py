"""Claims about reading a body: whole up to its bound, and no byte beyond."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from siaga.observe.body import body_of


class Full(Exception):  # noqa: N818 - what it says is enough here
    """The body is too large."""


def read(parts: list[bytes], most_bytes: int) -> bytes:
    """Read a body that comes in parts."""

    async def any_parts() -> AsyncIterator[bytes]:
        """Give each part, as aiohttp does."""
        for part in parts:
            yield part

    answer = cast("Any", SimpleNamespace(content=SimpleNamespace(iter_any=any_parts)))
    return asyncio.run(body_of(answer, most_bytes, Full()))


def test_a_body_is_read_up_to_its_bound() -> None:
    """To the byte; in however many parts it comes."""
    assert read([b"ab", b"", b"c"], 3) == b"abc"


def test_a_body_beyond_its_bound_is_refused() -> None:
    """With the error of whoever asked."""
    with pytest.raises(Full):
        read([b"ab", b"cd"], 3)
