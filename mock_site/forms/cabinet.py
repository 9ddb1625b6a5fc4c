"""The cabinet: where pictures are kept that people hand in, each under its digest."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from mock_site.forms.inspection import Inspection
from mock_site.forms.shelf import Shelf
from mock_site.trust.costs import UploadRule


class TooLargeError(Exception):
    """A picture has more bytes than one may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A picture that has come whole.

    Attributes:
        digest: SHA-256, hexadecimal.
        media_type: image/jpeg or image/png.
        size_bytes: of it.
    """

    digest: str
    media_type: str
    size_bytes: int


class Inspecting(Protocol):
    """Looks at a file as it comes."""

    def look(self, piece: bytes) -> None:
        """Look at the next piece."""

    def media_type(self) -> str:
        """Give what the file is.

        Raises:
            ValueError: it is nothing that is taken.
        """


class Cabinet:
    """Takes pictures as they come, piece by piece, so that none is ever whole in memory.

    Args:
        rule: what a picture may be, and whether it is kept.
        folder: that pictures are kept in; made when the first one is.
    """

    def __init__(self, rule: UploadRule, folder: Path) -> None:
        self.rule = rule
        self._shelf = Shelf(folder)

    async def clear(self) -> None:
        """Remove what came of pictures when a process was killed; others may take some meanwhile."""
        if self.rule.is_kept:
            await asyncio.to_thread(self._shelf.clear)

    async def receive(
        self, pieces: AsyncIterator[bytes], inspecting: Inspecting | None = None
    ) -> Received:
        """Take one picture.

        Args:
            pieces: of it.
            inspecting: says what it is; by its bytes if not given.

        Raises:
            TooLargeError: it is larger than the rule allows; the rest is not looked at.
            ValueError: it is empty, or no picture.
            OSError: it cannot be kept.
        """
        inspecting = inspecting or Inspection()
        if not self.rule.is_kept:
            return await self._read(pieces, None, inspecting)
        file = await asyncio.to_thread(self._shelf.begin)
        try:
            received = await self._read(pieces, file, inspecting)
            await asyncio.to_thread(self._shelf.keep, file, received.digest)
        finally:
            await asyncio.to_thread(self._shelf.drop, file)
        return received

    async def _read(
        self, pieces: AsyncIterator[bytes], file: BinaryIO | None, inspecting: Inspecting
    ) -> Received:
        digest, size_bytes = hashlib.sha256(), 0
        async for piece in pieces:
            size_bytes += len(piece)
            if size_bytes > self.rule.most_bytes:
                raise TooLargeError
            digest.update(piece)
            inspecting.look(piece)
            if file is not None:
                await asyncio.to_thread(file.write, piece)
        if not size_bytes:
            raise ValueError("is empty")
        return Received(
            digest=digest.hexdigest(), media_type=inspecting.media_type(), size_bytes=size_bytes
        )
