"""The Part: a stretch of one of a worker's files, on its way to the master."""

import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from siaga.errors import SiagaError
from siaga.record.run_folder import WORKER_FILES

PART_BYTES = 524_288
"""Longest stretch, unpacked: what a master holds in memory of one worker."""

_LEVEL = 1
"""Lines of JSON shrink to a sixth by the cheapest level already."""


class PartError(SiagaError):
    """A part that no worker of siaga sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some bytes of a file.

    Attributes:
        token: of the run.
        file: a name in `WORKER_FILES`.
        offset_bytes: where in the file it begins.
        length_bytes: how long it is, unpacked; 0 to `PART_BYTES`.
        packed: its bytes, packed by zlib.

    Raises:
        PartError: there is no such part.
    """

    token: str
    file: str
    offset_bytes: int
    length_bytes: int
    packed: bytes

    def __post_init__(self) -> None:
        """Refuse whatever a stranger may have sent: names are a closed set, and no part is a path."""
        if self.file not in WORKER_FILES:
            raise PartError(f"file: {str(self.file)[:80]!r}; {', '.join(WORKER_FILES)} are allowed")
        if type(self.offset_bytes) is not int or self.offset_bytes < 0:
            raise PartError(f"offset_bytes: {self.offset_bytes!r}; 0 or more is allowed")
        if type(self.length_bytes) is not int or not 0 <= self.length_bytes <= PART_BYTES:
            raise PartError(f"length_bytes: {self.length_bytes!r}; 0 to {PART_BYTES} is allowed")
        if not isinstance(self.packed, bytes):
            raise PartError(f"packed: {type(self.packed).__name__}; bytes are allowed")

    @classmethod
    def of(cls, token: str, file: str, offset_bytes: int, content: bytes) -> "Part":
        """Pack some bytes of a file."""
        packed = zlib.compress(content, _LEVEL)
        return cls(
            token=token,
            file=file,
            offset_bytes=offset_bytes,
            length_bytes=len(content),
            packed=packed,
        )

    @property
    def content(self) -> bytes:
        """The bytes, unpacked.

        Raises:
            PartError: they are not as many as it says, or damaged.
        """
        unpacking = zlib.decompressobj()
        try:
            # Never more than one byte too many: a few bytes can unpack to gigabytes.
            content = unpacking.decompress(self.packed, self.length_bytes + 1)
        except zlib.error as error:
            raise PartError(f"packed: is no part of {self.file} ({error})") from None
        if len(content) != self.length_bytes or not unpacking.eof or unpacking.unused_data:
            raise PartError(f"packed: is not what {self.length_bytes} bytes of {self.file} pack to")
        return content

    def as_message(self) -> dict[str, Any]:
        """Give the part as the payload of a Locust message."""
        return asdict(self)

    @classmethod
    def from_message(cls, payload: Mapping[str, Any]) -> "Part":
        """Read a part back.

        Raises:
            PartError: the payload is none.
        """
        try:
            return cls(**payload)
        except TypeError as error:
            raise PartError(f"part: is none ({error})") from None
